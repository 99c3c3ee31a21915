import { useMediaQuery } from "@mantine/hooks";
import type { Search } from "../app/address";
import { useWords } from "../app/words";
import type { Parameter } from "../api/reports";
import { ParameterField } from "./ParameterField";
import { anyAsked, asked } from "./parameters";

interface Props {
  parameters: Parameter[];
  search: Search;
  change: (next: Search) => void;
}

/** The form of a report, made from what the server says that it takes. */
export function ParameterForm({ parameters, search, change }: Props) {
  const { t } = useWords();
  const wide = useMediaQuery("(min-width: 56rem)", window.innerWidth >= 896);
  if (parameters.length === 0) return null;
  const fields = (
    <div className="filter-fields">
      {parameters.map((parameter) => (
        <ParameterField key={parameter.key} parameter={parameter} search={search} set={(value) => change(asked(search, parameter, value))} />
      ))}
    </div>
  );
  return (
    <section className="card parameters" aria-label={t("parameter.label")}>
      {wide ? (
        fields
      ) : (
        <details>
          <summary>{t("parameter.label")}</summary>
          {fields}
        </details>
      )}
      {anyAsked(parameters, search) && (
        <button
          type="button"
          className="as-link small"
          onClick={() => change(Object.fromEntries(Object.entries(search).filter(([name]) => !parameters.some(({ key }) => key === name))))}
        >
          {t("parameter.reset")}
        </button>
      )}
    </section>
  );
}
