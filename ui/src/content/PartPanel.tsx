import { Button } from "@mantine/core";
import { SidePanel } from "../app/Panel";
import { useWords } from "../app/words";
import { CompetitorFields } from "./CompetitorFields";
import { ObjectionFields, ProofFields } from "./TrustFields";
import { LISTS, type List } from "./plan";
import { ThreadFields } from "./ThreadFields";
import { TopicFields } from "./TopicFields";
import { nameOf, usePart, useParts, usePlan } from "./usePlan";

const FIELDS: Record<List, (props: { id: string }) => React.ReactNode> = {
  topics: TopicFields,
  threads: ThreadFields,
  objections: ObjectionFields,
  proof: ProofFields,
  competitors: CompetitorFields,
};

const LONGEST = 50;
/** A title of one line or two: what is pressed below it must not move away while a name is written. */
const short = (name: string): string => ([...name].length > LONGEST ? `${[...name].slice(0, LONGEST).join("")}…` : name);

/** One part of the plan beside it: `open` is "topics.KEY". */
export function PartPanel({ open }: { open: string }) {
  const [list, ...rest] = open.split(".");
  const kind = LISTS.find((each) => each === list);
  return kind ? <Opened key={open} list={kind} id={rest.join(".")} /> : null;
}

function Opened({ list, id }: { list: List; id: string }) {
  const { t, text } = useWords();
  const { go, edits } = usePlan();
  const { part } = usePart(list, id);
  const { remove } = useParts();
  const close = () => go({ open: undefined });
  const Fields = FIELDS[list];
  return (
    <SidePanel title={part ? short(text(nameOf(part))) : t("plan.gone")} close={close}>
      {part ? (
        <div className="stack part-fields">
          <Fields id={id} />
          {edits && (
            <p>
              <Button size="compact-sm" variant="default" onClick={() => remove(list, id)}>
                {t(`planRemove.${list}`)}
              </Button>
            </p>
          )}
        </div>
      ) : (
        <p>{t("plan.goneWhat")}</p>
      )}
    </SidePanel>
  );
}
