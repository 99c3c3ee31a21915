import { NativeSelect } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useRef } from "react";
import { ApiProblem } from "../../api/client";
import { changeImprovement, improvements, type Improvement, type ImprovementFields, type Improvements } from "../../api/improve";
import { Problems } from "../../app/Problems";
import { useEdits } from "../../app/role";
import { useWords } from "../../app/words";
import { graded, type Graded } from "./graded";

const GRADES = [1, 2, 3, 4, 5];
type Values = Partial<Pick<ImprovementFields, "customer_value" | "business_value" | "effort">>;

/** Opportunities by value to the customer, value to the business and effort: dots that move, and the same as a table. */
export function Opportunities({ journey }: { journey: string }) {
  const { t, number } = useWords();
  const edits = useEdits();
  const client = useQueryClient();
  const asked = improvements({ journey });
  const all = useQuery(asked).data?.improvements ?? [];
  const items = graded(all);
  const change = useMutation({
    mutationFn: ({ item, values }: { item: Improvement; values: Values }) => changeImprovement(item, values),
    onMutate: ({ item, values }) => {
      client.setQueryData<Improvements>(asked.queryKey, (old) => old && { ...old, improvements: old.improvements.map((each) => (each.id === item.id ? { ...each, ...values } : each)) });
    },
    // One after another: the second change needs the edition that the first one made.
    scope: { id: `opportunities ${journey}` },
    onSuccess: (made) => client.setQueryData<Improvements>(asked.queryKey, (old) => old && { ...old, improvements: old.improvements.map((each) => (each.id === made.id ? made : each)) }),
    onError: () => client.invalidateQueries({ queryKey: ["improvements"] }),
  });
  const latest = useRef(all);
  latest.current = all;
  const set = (id: number, values: Values) => {
    const item = latest.current.find((each) => each.id === id);
    if (item) change.mutate({ item, values });
  };
  return (
    <section className="card stack" aria-labelledby="chances-heading">
      <div className="row spread">
        <h2 id="chances-heading">{t("chance.title")}</h2>
        <Link to="/improve" search={{ journey, kind: "opportunity" }}>
          {t("map.addTo")}
        </Link>
      </div>
      <p className="quiet small">{t("chance.what")}</p>
      {change.error instanceof ApiProblem && <Problems of={change.error.problems} />}
      {items.length === 0 ? (
        <p className="quiet">{t("chance.none")}</p>
      ) : (
        <div className="chances">
          <Dots items={items} edits={edits} set={set} />
          <div className="scroll">
            <table className="table">
              <thead>
                <tr>
                  <th scope="col">{t("chance.name")}</th>
                  <th scope="col">{t("chance.customer")}</th>
                  <th scope="col">{t("chance.business")}</th>
                  <th scope="col">{t("chance.effort")}</th>
                  <th scope="col" className="end">
                    {t("chance.score")}
                  </th>
                </tr>
              </thead>
              <tbody>
                {items.map(({ item, place }) => (
                  <tr key={item.id}>
                    <th scope="row" dir="auto">
                      <span className="chance-number">{place}</span>{" "}
                      <Link to="/improve" search={{ journey, open: String(item.id) }} className="cell-text">
                        {item.title}
                      </Link>
                    </th>
                    <td>
                      <Grade item={item} field="customer_value" edits={edits} set={set} />
                      {item.measured && <span className="under">{t("chance.measured", { value: item.measured.value, lost: number(item.measured.lost), entered: number(item.measured.entered) })}</span>}
                    </td>
                    <td>
                      <Grade item={item} field="business_value" edits={edits} set={set} />
                    </td>
                    <td>
                      <Grade item={item} field="effort" edits={edits} set={set} />
                    </td>
                    <td className="end number">{item.score === null ? "–" : number(item.score, 1)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </div>
      )}
    </section>
  );
}

type Setter = (id: number, values: Values) => void;

function Grade({ item, field, edits, set }: { item: Improvement; field: "customer_value" | "business_value" | "effort"; edits: boolean; set: Setter }) {
  const { t } = useWords();
  const names = { customer_value: "chance.customer", business_value: "chance.business", effort: "chance.effort" } as const;
  const empty = field === "customer_value" && item.measured ? t("chance.fromData", { value: item.measured.value }) : "–";
  return (
    <NativeSelect
      size="xs"
      aria-label={`${item.title.slice(0, 80)}: ${t(names[field])}`}
      disabled={!edits}
      value={item[field] ?? ""}
      onChange={(event) => set(item.id, { [field]: event.currentTarget.value === "" ? null : Number(event.currentTarget.value) })}
      data={[{ value: "", label: empty }, ...GRADES.map((each) => ({ value: String(each), label: String(each) }))]}
    />
  );
}

/** Effort goes to the right and value upwards; arrows move a dot, and so does the pointer. */
function Dots({ items, edits, set }: { items: Graded[]; edits: boolean; set: Setter }) {
  const { t } = useWords();
  const plane = useRef<HTMLDivElement>(null);
  const within = (grade: number) => Math.max(1, Math.min(5, Math.round(grade)));
  const move = (event: React.PointerEvent<HTMLButtonElement>, { item }: Graded) => {
    if (!edits || !event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const box = plane.current!.getBoundingClientRect();
    const effort = within(((event.clientX - box.left) / box.width) * 5 + 0.5);
    const customer = within((1 - (event.clientY - box.top) / box.height) * 5 + 0.5);
    if (effort !== item.effort || customer !== item.customer_value) set(item.id, { effort, customer_value: customer });
  };
  const press = (event: React.KeyboardEvent, { item, customer, effort }: Graded) => {
    const [dx, dy] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key] ?? [0, 0];
    if (!edits || (dx === 0 && dy === 0)) return;
    event.preventDefault();
    set(item.id, dx ? { effort: within((effort ?? 3) + dx) } : { customer_value: within((customer ?? 3) + dy!) });
  };
  return (
    <div className="chance-plane" role="group" aria-label={t("chance.picture")}>
      <span className="small quiet chance-y">{t("chance.customer")} ↑</span>
      <div className="chance-box" ref={plane}>
        {items.map((each) => (
          <button
            key={each.item.id}
            type="button"
            className="chance-dot"
            data-guessed={each.customer === null || each.effort === null}
            style={{
              left: `${(((each.effort ?? 3) - 0.5) / 5) * 100 + each.shift}%`,
              bottom: `${(((each.customer ?? 3) - 0.5) / 5) * 100}%`,
              ["--size" as string]: `${1.75 + (each.item.business_value ?? 1) * 0.2}rem`,
            }}
            aria-label={t("chance.dot", { place: each.place, title: each.item.title.slice(0, 80), customer: each.customer ?? "–", business: each.item.business_value ?? "–", effort: each.effort ?? "–" })}
            onPointerDown={(event) => edits && event.currentTarget.setPointerCapture(event.pointerId)}
            onPointerMove={(event) => move(event, each)}
            onKeyDown={(event) => press(event, each)}
          >
            {each.place}
          </button>
        ))}
      </div>
      <span className="small quiet chance-x">{t("chance.effort")} →</span>
    </div>
  );
}
