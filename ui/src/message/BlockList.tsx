import { Button, Menu } from "@mantine/core";
import { useEffect, useRef, useState, type KeyboardEvent } from "react";
import { offerUndo } from "../app/Toast";
import { useWords } from "../app/words";
import { asBlocks } from "../api/writing";
import type { Tongue } from "../draft/localText";
import { BlockRow } from "./BlockRow";
import { placeAtLine, read, writeBlock, type Block, type Body, type LeafKind } from "./blocks";
import { beside, blockAt, conditional, doubled, inserted, inSections, moved, outline, removed, replaced, sectioned, shownTo, twoColumns, wrapping, type Place } from "./edit";
import type { Condition } from "./condition";
import { fresh, IN_MARKDOWN, type Starts } from "./leaf";
import { useConditionWords } from "./useConditionWords";

export type Made = Exclude<LeafKind, "condition" | "source"> | "columns" | "condition";
const KINDS: Made[] = ["text", "heading", "button", "image", "divider", "spacer", "columns", "condition", "products", "offer", "contact"];

interface Props {
  body: Body;
  change: (body: Body, gesture: string) => void;
  tongue: Tongue;
  starts: Starts;
  /** The step hands an offer over, so its variables are there. */
  offers: boolean;
  /** The line whose block is to be opened, counted from 1; another object each time. */
  aim: { line: number } | null;
}

const idOf = (place: Place) => `block-${place.join("-")}`;

function columnOf(body: Body, place: Place): number | null {
  const section = place.length === 3 ? body.blocks[place[0]] : undefined;
  return place.length === 3 && section?.kind === "section" && section.columns.length > 1 ? place[1] + 1 : null;
}

/** The blocks of an e-mail as a list: each opens its fields; they are moved, doubled and taken away by button and by key. */
export function BlockList({ body, change, tongue, starts, offers, aim }: Props) {
  const { t } = useWords();
  const [open, setOpen] = useState<string | null>(null);
  const [failed, setFailed] = useState(false);
  const list = useRef<HTMLOListElement>(null);
  const rows = outline(body);
  const name = (block: Block) => t(`block.${block.kind === "section" && block.columns.length > 1 ? "columns" : block.kind}`);
  const says = useConditionWords();
  const focus = (place: Place) => setTimeout(() => list.current?.querySelector<HTMLElement>(`#${idOf(place)}`)?.focus(), 30);

  useEffect(() => {
    const place = aim && placeAtLine(body, aim.line);
    if (!place) return;
    setOpen(idOf(place));
    focus(place);
    // Only a new aim leads there, not what is written after it.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [aim]);
  const show = (place: Place, condition: Condition | null) => {
    const next = shownTo(body, place, condition);
    change(next.body, `block/show/${idOf(place)}`);
    setOpen(idOf(next.place));
    if (idOf(next.place) !== idOf(place)) setTimeout(() => list.current?.querySelector<HTMLElement>(`#${idOf(next.place)} ~ .block-fields select[data-shown]`)?.focus(), 30);
  };

  const put = (kind: Made, place: Place, into: Body) => {
    const made = (each: LeafKind) => fresh(each, into.dialect, starts);
    let next = into;
    let at = place;
    if (kind === "columns") {
      const whole = inSections(into);
      at = whole === into ? [place[0]] : [whole.blocks.length];
      next = inserted(whole, at, [twoColumns([made("text")], [made("text")])]);
    } else if (kind === "condition") {
      next = inserted(into, place, [made("text")]);
      next = conditional(next, place, { about: "orders", value: "1" }, sectioned(next) && place.length === 1 ? undefined : made("text"));
    } else next = inserted(into, place, [made(kind)]);
    change(next, `block/add/${Date.now()}`);
    const inner = blockAt(next, at);
    const shown: Place = inner?.kind === "section" && kind !== "columns" ? [at[0], 0, 0] : at;
    setOpen(idOf(shown));
    focus(shown);
  };
  const add = async (kind: Made, place: Place) => {
    setFailed(false);
    if (body.dialect === "mjml" || kind === "condition" || IN_MARKDOWN.includes(kind as LeafKind)) return put(kind, place, body);
    // Markdown cannot say it: the same message as MJML, and then the block.
    const text = body.head + body.blocks.map(writeBlock).join("");
    try {
      const next = read(text.trim() ? await asBlocks(text) : "<mj-text></mj-text>");
      put(kind, [Math.min(place[0], next.blocks.length)], next);
    } catch {
      setFailed(true);
    }
  };
  const remove = (place: Place, block: Block) => {
    change(removed(body, place), `block/remove/${Date.now()}`);
    offerUndo(t("letter.removed", { block: name(block) }), () => change(body, `block/back/${Date.now()}`));
    focus(place[place.length - 1]! > 0 ? beside(place, -1) : place);
  };
  const move = (place: Place, by: -1 | 1) => {
    const next = moved(body, place, by);
    if (!next) return;
    change(next.body, `block/move/${Date.now()}`);
    if (open === idOf(place)) setOpen(idOf(next.place));
    focus(next.place);
  };
  const double = (place: Place) => {
    change(doubled(body, place), `block/double/${Date.now()}`);
    focus(beside(place, 1));
  };
  const pressed = (event: KeyboardEvent, place: Place, block: Block) => {
    const at = rows.findIndex((each) => idOf(each.place) === idOf(place));
    const control = event.ctrlKey || event.metaKey;
    if (event.altKey && event.key === "ArrowUp") move(place, -1);
    else if (event.altKey && event.key === "ArrowDown") move(place, 1);
    else if (event.key === "ArrowUp" && rows[at - 1]) focus(rows[at - 1]!.place);
    else if (event.key === "ArrowDown" && rows[at + 1]) focus(rows[at + 1]!.place);
    else if (event.key === "Delete" || event.key === "Backspace") remove(place, block);
    else if (control && event.key.toLowerCase() === "d") double(place);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const adder = (place: Place, label: string, inColumn = false) => (
    <Menu position="bottom-start" withinPortal={false}>
      <Menu.Target>
        <Button size="compact-sm" variant="default">
          {label}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {KINDS.filter((kind) => (kind !== "offer" || offers) && (kind !== "contact" || body.whole) && (kind !== "columns" || !inColumn)).map((kind) => (
          <Menu.Item key={kind} onClick={() => void add(kind, place)}>
            {t(`block.${kind}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
  return (
    <div className="stack" style={{ gap: "0.5rem" }}>
      <ol className="plain block-list" ref={list} aria-label={t("letter.blocks")}>
        {rows.map(({ place, block, depth }) => (
          <BlockRow
            key={idOf(place)}
            id={idOf(place)}
            block={block}
            depth={depth}
            name={name(block)}
            dialect={body.dialect}
            tongue={tongue}
            opened={open === idOf(place)}
            toggle={() => setOpen(open === idOf(place) ? null : idOf(place))}
            change={(next) => change(replaced(body, place, next), `block/${idOf(place)}`)}
            pressed={(event) => pressed(event, place, block)}
            up={moved(body, place, -1) ? () => move(place, -1) : undefined}
            down={moved(body, place, 1) ? () => move(place, 1) : undefined}
            double={() => double(place)}
            remove={() => remove(place, block)}
            column={columnOf(body, place)}
            offers={offers}
            says={says}
            shown={wrapping(body, place)}
            show={(condition) => show(place, condition)}
            add={block.kind === "section" ? block.columns.map((each, at) => <span key={at}>{adder([place[0], at, each.blocks.length], t("letter.addInside", { n: at + 1 }), true)}</span>) : adder(beside(place, 1), t("letter.addBelow"), place.length === 3)}
          />
        ))}
        {body.whole || <li className="block-fixed quiet small">{t("letter.footer")}</li>}
      </ol>
      <div className="row">{adder([body.blocks.length], t("letter.addBlock"))}</div>
      {failed && <p className="problem">{t("letter.notConverted")}</p>}
    </div>
  );
}
