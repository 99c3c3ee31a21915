import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { Answer } from "../app/Answer";
import { useEdits } from "../app/role";
import { Screen } from "../app/Screen";
import { useWords } from "../app/words";
import { segments, type Segment } from "../api/segments";
import { PeopleViews } from "../people/PeopleViews";
import { SegmentPanel } from "./SegmentPanel";
import { UsedBy } from "./UsedBy";
import "../people/people.css";
import "./segments.css";

const route = getRouteApi("/people/segments");

/** Segmentit: saved conditions with how many meet them now, and where they are used. */
export function SegmentsScreen() {
  const { t } = useWords();
  const { segment } = route.useSearch();
  const navigate = route.useNavigate();
  const edits = useEdits();
  const answer = useQuery(segments);
  const open = (key?: string) => void navigate({ search: { segment: key }, resetScroll: false });
  const chosen = answer.data?.find(({ key }) => key === segment);
  return (
    <Screen title={t("segments.title")} aside={edits && <Button onClick={() => open("new")}>{t("segments.new")}</Button>}>
      <PeopleViews />
      <p className="quiet">{t("segments.what")}</p>
      <Answer of={answer}>
        {(all) =>
          all.length === 0 ? (
            <p className="card">{t("segments.none")}</p>
          ) : (
            <section className="card people-card">
              <table className="table people" role="table" aria-label={t("segments.title")}>
                <thead role="rowgroup">
                  <tr role="row">
                    <th scope="col" role="columnheader">{t("segments.name")}</th>
                    <th scope="col" role="columnheader">{t("segments.condition")}</th>
                    <th scope="col" role="columnheader" className="end">{t("people.count")}</th>
                    <th scope="col" role="columnheader">{t("segments.usedBy")}</th>
                  </tr>
                </thead>
                <tbody role="rowgroup">
                  {all.map((each) => (
                    <Row key={each.key} of={each} />
                  ))}
                </tbody>
              </table>
            </section>
          )
        }
      </Answer>
      {segment === "new" && edits && <SegmentPanel key="new" segment={null} all={answer.data ?? []} close={() => open()} />}
      {chosen && <SegmentPanel key={chosen.key} segment={chosen} all={answer.data ?? []} close={() => open()} />}
    </Screen>
  );
}

function Row({ of: segment }: { of: Segment }) {
  const { t, text, textLang, number } = useWords();
  return (
    <tr role="row">
      <th scope="row" role="rowheader">
        <Link to="/people/segments" search={{ segment: segment.key }} resetScroll={false} lang={textLang(segment.name)}>
          {text(segment.name)}
        </Link>
        <span className="under quiet small">{segment.key}</span>
      </th>
      <td role="cell" data-label={t("segments.condition")}>{segment.words ? text(segment.words) : "–"}</td>
      <td role="cell" className="end number" data-label={t("people.count")}>{number(segment.people)}</td>
      <td role="cell" data-label={t("segments.usedBy")}>
        {segment.used_by.length === 0 ? <span className="quiet">{t("segments.unused")}</span> : <UsedBy of={segment.used_by} />}
      </td>
    </tr>
  );
}
