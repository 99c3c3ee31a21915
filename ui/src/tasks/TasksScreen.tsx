import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { Answer } from "../app/Answer";
import { Screen } from "../app/Screen";
import { useWords } from "../app/words";
import { TASK_STATES, tasks, type Task } from "../api/tasks";
import { Freshness } from "../home/Freshness";
import { ResponseClock } from "./ResponseClock";
import { TaskPanel } from "./TaskPanel";
import "../people/people.css";
import "./tasks.css";

const route = getRouteApi("/tasks");

/** Tehtävät: whom to contact, how soon, and what is known of them. Made for a phone. */
export function TasksScreen() {
  const { t, number } = useWords();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const state = search.state ?? "open";
  const answer = useQuery(tasks(state, search.owner));
  return (
    <Screen title={t("nav.tasks")} aside={answer.data && <Freshness asOf={answer.data.as_of} />}>
      <nav className="views" aria-label={t("tasks.states")}>
        {TASK_STATES.map((each) => (
          <Link
            key={each}
            to="/tasks"
            search={{ ...search, state: each === "open" ? undefined : each, task: undefined }}
            activeOptions={{ includeSearch: false }}
            data-on={state === each}
            aria-current={state === each ? "page" : "false"}
          >
            {t(`taskState.${each}`)} <span className="number">{number(answer.data?.counts[each])}</span>
          </Link>
        ))}
      </nav>
      {search.owner && (
        <p className="row small">
          <span>{t("tasks.owner", { owner: search.owner })}</span>
          <Link to="/tasks" search={{ ...search, owner: undefined }}>
            {t("people.clear")}
          </Link>
        </p>
      )}
      <Answer of={answer}>
        {(found) =>
          found.tasks.length === 0 ? (
            <p className="card">{t(`tasksNone.${state}`)}</p>
          ) : (
            <ul className="plain task-list">
              {found.tasks.map((task) => (
                <Row key={task.id} task={task} open={() => void navigate({ search: (old) => ({ ...old, task: task.id }), resetScroll: false })} />
              ))}
            </ul>
          )
        }
      </Answer>
      {search.task && <TaskPanel id={search.task} close={() => void navigate({ search: (old) => ({ ...old, task: undefined }), resetScroll: false })} />}
    </Screen>
  );
}

function Row({ task, open }: { task: Task; open: () => void }) {
  const { t } = useWords();
  return (
    <li className="card task" data-late={task.late}>
      <button type="button" className="task-open" onClick={open}>
        <strong>{task.title}</strong>
        <span>{task.name ?? task.person}</span>
      </button>
      <div className="row small">
        <ResponseClock of={task} />
        <span className="quiet">
          {t(`contact.${task.contact}`)} · {task.owner}
        </span>
        {task.state === "cancelled" && <span className="quiet">{t("tasks.cancelled")}</span>}
        {task.no_calls && <span className="mark" data-level="error">{t("tasks.noCalls")}</span>}
        {task.outcome && <span className="quiet">{t(`taskOutcome.${task.outcome}`)}</span>}
      </div>
    </li>
  );
}
