import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { Answer } from "../app/Answer";
import { ApiProblem } from "../api/client";
import { Screen } from "../app/Screen";
import { useWords } from "../app/words";
import { home, person } from "../api/queries";
import type { LocalText } from "../format/text";
import { Consents } from "./Consents";
import { PersonFacts } from "./PersonFacts";
import { StageRibbon } from "./StageRibbon";
import { Timeline } from "./Timeline";
import { WhyMessages } from "./WhyMessages";
import "./people.css";

const route = getRouteApi("/people/$person");

/** One person: who, where on the path and since when, and why each step was taken. */
export function PersonScreen() {
  const { t } = useWords();
  const { person: id } = route.useParams();
  const answer = useQuery(person(id));
  const stages = useQuery(home).data?.stages ?? [];
  const names = new Map<string, LocalText>(stages.map(({ key, name }) => [key, name]));
  const order = stages.map(({ key }) => key);
  const missing = answer.error instanceof ApiProblem && answer.error.status === 404;
  return (
    <Screen title={answer.data ? (answer.data.name ?? answer.data.id) : t("person.title")}>
      {missing ? (
        <div className="card message">
          <p>{t("person.missing")}</p>
          <Link to="/people">{t("person.toPeople")}</Link>
        </div>
      ) : (
        <Answer of={answer}>
          {(found) => (
            <>
              <PersonFacts person={found} names={names} />
              <StageRibbon ribbon={found.ribbon} names={names} order={order} />
              <WhyMessages person={found.person} />
              <Timeline key={found.person} person={found} names={names} />
              <Consents person={found.person} />
            </>
          )}
        </Answer>
      )}
    </Screen>
  );
}
