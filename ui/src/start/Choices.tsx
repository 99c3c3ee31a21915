import { useId } from "react";

interface Choice<V extends string> {
  value: V;
  name: string;
  what?: string;
}

/** A question with a few answers in sight, one of which holds. */
export function Choices<V extends string>({ label, value, choices, choose }: { label: string; value: V | null; choices: Choice<V>[]; choose: (value: V) => void }) {
  const name = useId();
  return (
    <fieldset className="plain-set choices">
      <legend className="choices-label">{label}</legend>
      <div className="choices-row">
        {choices.map((each) => (
          <label key={each.value} className="choice" data-on={value === each.value}>
            <input type="radio" name={name} value={each.value} checked={value === each.value} onChange={() => choose(each.value)} />
            <span>
              <strong>{each.name}</strong>
              {each.what && <span className="quiet small">{each.what}</span>}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
