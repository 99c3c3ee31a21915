import { NativeSelect, Textarea, TextInput } from "@mantine/core";
import { useWords } from "../app/words";
import { conditionOf, markOf } from "./condition";
import { ConditionForm } from "./ConditionForm";
import { asked, tagsOf } from "./edit";
import { ImageFields } from "./ImageFields";
import { fieldsOf, withField } from "./leaf";
import type { Dialect, Leaf } from "./blocks";
import type { Tongue } from "../draft/localText";
import { TextField } from "./TextField";
import { useTyped } from "./useTyped";

interface Props {
  leaf: Leaf;
  dialect: Dialect;
  tongue: Tongue;
  offers: boolean;
  change: (leaf: Leaf) => void;
}

const LEVELS = ["1", "2", "3"];

/** The fields of one block. */
export function LeafFields({ leaf, dialect, tongue, offers, change }: Props) {
  const { t } = useWords();
  const [fields, type] = useTyped(leaf.source, fieldsOf(leaf, dialect));
  const set = (name: string, value: string) => {
    const next = withField(leaf, dialect, name, value);
    type(next.source, { [name]: value });
    change(next);
  };
  const line = (name: string, description?: string) => (
    <TextInput lang={name === "text" ? tongue : undefined} label={t(`blockField.${name}`)} description={description} value={fields[name] ?? ""} onChange={(event) => set(name, event.currentTarget.value)} />
  );
  const area = (name: string, description: string, code = false) => (
    <Textarea
      lang={code ? undefined : tongue}
      label={t(`blockField.${name}`)}
      description={description}
      classNames={code ? { input: "yaml" } : undefined}
      autosize
      minRows={code ? 3 : 4}
      maxRows={24}
      spellCheck={!code}
      value={fields[name] ?? ""}
      onChange={(event) => set(name, event.currentTarget.value)}
    />
  );
  switch (leaf.kind) {
    case "heading":
      return (
        <div className="pair">
          {line("text")}
          <NativeSelect label={t("blockField.level")} value={fields.level} data={[...new Set([...LEVELS, fields.level ?? "2"])]} onChange={(event) => set("level", event.currentTarget.value)} />
        </div>
      );
    case "text":
      return fields.html === undefined ? <TextField value={fields.text ?? ""} change={(next) => set("text", next)} tongue={tongue} headings={dialect === "markdown"} offers={offers} /> : area("html", t("letter.htmlWhat"), true);
    case "button":
      return (
        <>
          {line("text")}
          {line("href")}
        </>
      );
    case "image":
      return <ImageFields of={fields} change={set} />;
    case "spacer":
      return line("height", t("letter.heightWhat"));
    case "products":
      return (
        <div className="pair">
          {line("list", t("letter.listWhat"))}
          {line("most")}
        </div>
      );
    case "condition": {
      const condition = conditionOf(tagsOf(leaf));
      if (condition) return <ConditionForm of={condition} change={(next) => change(asked(leaf, next))} />;
      return markOf(tagsOf(leaf)) === "other" || markOf(tagsOf(leaf)) === "if" ? area("source", t("letter.sourceWhat"), true) : <p className="quiet small">{t("letter.markWhat")}</p>;
    }
    case "divider":
      return <p className="quiet small">{t("letter.noFields")}</p>;
    default:
      return area("source", t("letter.sourceWhat"), true);
  }
}
