"""Along the steps of a journey, how far do people get? (docs: explanation/funnel)"""
