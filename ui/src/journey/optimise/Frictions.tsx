import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { addImprovement, FRICTIONS, improvements, type FrictionKind } from "../../api/improve";
import { useEdits } from "../../app/role";
import { useWords } from "../../app/words";
import { Problems } from "../../app/Problems";
import { ApiProblem } from "../../api/client";
import type { Mapping } from "../../draft/json";
import type { LocalText } from "../../format/text";
import { listed, stagesOf } from "../design/cells";
import { kindOf } from "./friction";

/** A way that bends, goes round, is barred, and climbs. */
const SHAPES: Record<FrictionKind, string> = {
  bend: "M2 12h5c3 0 1-8 5-8h2",
  detour: "M2 11h2c2 0 1-7 4-7s2 7 4 7h2",
  obstacle: "M2 8h3M11 8h3M8 2v12M5.500 5v6",
  uphill: "M2 13h2l7-9h3",
};

export function FrictionIcon({ kind }: { kind: FrictionKind }) {
  return (
    <svg width="16" height="16" viewBox="0 0 16 16" fill="none" stroke="currentColor" strokeWidth="1.7" strokeLinecap="round" aria-hidden="true" focusable="false">
      <path d={SHAPES[kind]} />
    </svg>
  );
}

interface Item {
  key: string;
  title: string;
  stage: string | null;
  id: number | null;
  kind: FrictionKind | null;
  state: string | null;
}

/** What slows people down, in the four kinds: those under work, and those that are only written on the map. */
export function Frictions({ journey, document }: { journey: string; document: Mapping }) {
  const { t, text } = useWords();
  const edits = useEdits();
  const client = useQueryClient();
  const taken = useQuery(improvements({ journey })).data?.improvements.filter(({ kind }) => kind === "friction") ?? [];
  const take = useMutation({
    mutationFn: (item: Item) => addImprovement({ kind: "friction", title: item.title.slice(0, 300), friction: item.kind, stage: item.stage, journey, source: "team" }),
    onSuccess: () => client.invalidateQueries({ queryKey: ["improvements"] }),
  });
  const known = new Set(taken.map(({ title, stage }) => `${stage} ${title}`));
  const items: Item[] = [
    ...taken.filter(({ state }) => state !== "rejected").map((each) => ({ key: `i${each.id}`, title: each.title, stage: each.stage, id: each.id, kind: each.friction, state: each.state })),
    ...stagesOf(document).flatMap((stage) =>
      listed(stage.frictions).flatMap((written, index) => {
        const { kind, text: title } = kindOf(text(written as LocalText));
        const item = { key: `${stage.key} ${index}`, title, stage: String(stage.key), id: null, kind, state: null };
        return known.has(`${stage.key} ${title.slice(0, 300)}`) ? [] : [item];
      }),
    ),
  ];
  const stageName = (key: string | null) => {
    const found = stagesOf(document).find((stage) => stage.key === key);
    return found ? text((found.name ?? key) as LocalText) : "";
  };
  const groups: (FrictionKind | null)[] = [...FRICTIONS, ...(items.some(({ kind }) => kind === null) ? [null] : [])];
  return (
    <section className="card stack" aria-labelledby="friction-heading">
      <div className="row spread">
        <h2 id="friction-heading">{t("friction.title")}</h2>
        <Link to="/improve" search={{ journey, kind: "friction" }}>
          {t("map.addTo")}
        </Link>
      </div>
      <p className="quiet small">{t("question.health")}</p>
      {take.error instanceof ApiProblem && <Problems of={take.error.problems} />}
      <div className="friction-kinds">
        {groups.map((kind) => {
          const here = items.filter((item) => item.kind === kind);
          return (
            <section key={kind ?? "unsaid"} className="stack">
              <h3 className="row">
                {kind && <FrictionIcon kind={kind} />} {t(`friction.${kind ?? "unsaid"}`)}
              </h3>
              {here.length === 0 && <p className="quiet small">{t("friction.none")}</p>}
              <ul className="plain stack" style={{ gap: "0.6rem" }}>
                {here.map((item) => (
                  <li key={item.key}>
                    {item.id === null ? (
                      <span className="cell-text" dir="auto">
                        {item.title}
                      </span>
                    ) : (
                      <Link to="/improve" search={{ journey, open: String(item.id) }} className="cell-text" dir="auto">
                        {item.title}
                      </Link>
                    )}
                    <span className="under" dir="auto">
                      {stageName(item.stage)} {item.state && `· ${t(`taken.${item.state}`)}`}
                    </span>
                    {item.id === null && edits && (
                      <Button size="compact-sm" variant="default" loading={take.isPending && take.variables?.key === item.key} aria-label={t("friction.takeOne", { title: item.title.slice(0, 80) })} onClick={() => take.mutate(item)}>
                        {t("friction.take")}
                      </Button>
                    )}
                  </li>
                ))}
              </ul>
            </section>
          );
        })}
      </div>
    </section>
  );
}
