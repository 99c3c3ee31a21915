import { createRoot } from "react-dom/client";
import { App } from "./app/App";
import { startLanguage } from "./locales/i18n";
import "./theme/mantine.css";
import "./theme/tokens.css";
import "./theme/base.css";
import "./theme/forms.css";

void startLanguage().then(() => createRoot(document.getElementById("root")!).render(<App />));
