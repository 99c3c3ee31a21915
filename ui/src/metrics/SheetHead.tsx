import { announce } from "../app/announce";
import { useWords } from "../app/words";
import type { ReportColumn } from "../api/reports";
import { isNumeric } from "./cell";
import { pressed, type Order } from "./sorting";

interface Props {
  columns: ReportColumn[];
  compared: boolean;
  order: Order | null;
  /** null: there is nothing to put in order. */
  sort: ((order: Order | null) => void) | null;
}

/** The titles of a table, each a button that orders it; with a comparison each number has three columns. */
export function SheetHead({ columns, compared, order, sort }: Props) {
  const { t } = useWords();
  const three = (column: ReportColumn, index: number) => compared && index > 0 && isNumeric(column.kind);
  return (
    <thead>
      <tr>
        {columns.map((column, index) => (
          <th
            key={column.key}
            scope={three(column, index) ? "colgroup" : "col"}
            colSpan={three(column, index) ? 3 : undefined}
            rowSpan={compared && !three(column, index) ? 2 : undefined}
            className={index > 0 && isNumeric(column.kind) ? "end" : undefined}
            aria-sort={order?.column === column.key ? (order.down ? "descending" : "ascending") : undefined}
          >
            <Title column={column} order={order} sort={sort} />
          </th>
        ))}
      </tr>
      {compared && (
        <tr>
          {columns.filter(three).flatMap(({ key }) =>
            (["now", "compared", "difference"] as const).map((part) => (
              <th key={`${key}-${part}`} scope="col" className="end sub-head">
                {t(`metrics.${part}`)}
              </th>
            )),
          )}
        </tr>
      )}
    </thead>
  );
}

function Title({ column, order, sort }: Pick<Props, "order" | "sort"> & { column: ReportColumn }) {
  const { t, text } = useWords();
  const name = text(column.title);
  if (!sort) return name;
  const press = () => {
    const next = pressed(order, column.key, isNumeric(column.kind));
    sort(next);
    announce(next ? t(next.down ? "metrics.sortedDown" : "metrics.sortedUp", { column: name }) : t("metrics.sortedUsual"));
  };
  const sign = order?.column === column.key ? (order.down ? "↓" : "↑") : "";
  return (
    <button type="button" className="sort-by" onClick={press}>
      {name}
      {sign && (
        <span className="sort-sign" aria-hidden="true">
          {sign}
        </span>
      )}
    </button>
  );
}
