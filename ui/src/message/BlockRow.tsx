import { Button } from "@mantine/core";
import type { KeyboardEvent, ReactNode } from "react";
import { useWords } from "../app/words";
import type { Tongue } from "../draft/localText";
import type { Block, Dialect, Leaf } from "./blocks";
import type { Condition } from "./condition";
import { tagsOf } from "./edit";
import { fieldsOf } from "./leaf";
import { LeafFields } from "./LeafFields";
import { ShownTo } from "./ShownTo";

interface Props {
  id: string;
  block: Block;
  depth: number;
  name: string;
  dialect: Dialect;
  tongue: Tongue;
  opened: boolean;
  toggle: () => void;
  change: (leaf: Leaf) => void;
  pressed: (event: KeyboardEvent) => void;
  up: (() => void) | undefined;
  down: (() => void) | undefined;
  double: () => void;
  remove: () => void;
  add: ReactNode;
  /** Which column of its section, when there are several. */
  column: number | null;
  offers: boolean;
  /** A condition in words. */
  says: (tags: string) => string;
  /** The condition around this block alone, and another one or none in its place. */
  shown: string | null;
  show: (condition: Condition | null) => void;
}

/** What a block says, short. */
function gist(block: Block, dialect: Dialect, says: (tags: string) => string): string {
  if (block.kind === "section") return "";
  if (block.kind === "condition") return says(tagsOf(block));
  const { text, alt, html, source, height, list } = fieldsOf(block, dialect);
  const said = text ?? alt ?? list ?? height ?? (html ?? source ?? "").replace(/<[^>]*>/g, " ");
  return said.replace(/\s+/g, " ").trim().slice(0, 90);
}

export function BlockRow({ id, block, depth, name, dialect, tongue, opened, toggle, change, pressed, up, down, double, remove, add, column, offers, says, shown, show }: Props) {
  const { t } = useWords();
  const said = gist(block, dialect, says);
  return (
    <li className="block-row" data-kind={block.kind} data-open={opened} style={{ marginInlineStart: `${Math.min(depth, 4) * 1.25}rem` }}>
      <button type="button" id={id} className="block-head" aria-expanded={opened} onClick={toggle} onKeyDown={pressed}>
        <strong>{name}</strong>
        {column && <span className="quiet small">{t("letter.column", { n: column })}</span>}
        <span className="block-gist" dir="auto" lang={tongue}>
          {said}
        </span>
      </button>
      {opened && (
        <div className="stack block-fields">
          {block.kind === "section" ? <p className="quiet small">{t("letter.sectionWhat")}</p> : <LeafFields leaf={block} dialect={dialect} tongue={tongue} offers={offers} change={change} />}
          {block.kind !== "condition" && <ShownTo tags={shown} change={show} />}
          <div className="row" role="group" aria-label={t("letter.tools", { block: name })}>
            <Button size="compact-sm" variant="default" disabled={!up} onClick={up}>
              {t("letter.up")}
            </Button>
            <Button size="compact-sm" variant="default" disabled={!down} onClick={down}>
              {t("letter.down")}
            </Button>
            <Button size="compact-sm" variant="default" onClick={double}>
              {t("letter.double")}
            </Button>
            <Button size="compact-sm" variant="default" onClick={remove}>
              {t("letter.remove")}
            </Button>
            {add}
          </div>
        </div>
      )}
    </li>
  );
}
