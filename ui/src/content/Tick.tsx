interface Props {
  label: string;
  description?: string;
  checked: boolean;
  disabled?: boolean;
  change: (checked: boolean) => void;
}

/** A box to tick, with its words beside it. */
export function Tick({ label, description, checked, disabled, change }: Props) {
  return (
    <label className="tick-row">
      <input type="checkbox" checked={checked} disabled={disabled} onChange={(event) => change(event.currentTarget.checked)} />
      <span>
        {label}
        {description && <span className="under quiet small">{description}</span>}
      </span>
    </label>
  );
}
