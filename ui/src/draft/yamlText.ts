/** YAML as people wrote it: read with the line of a fault, and rewritten so that what did not change stays as it stands. */

import { isMap, isScalar, isSeq, parseDocument, stringify, type Document, type Node } from "yaml";
import type { Json, Mapping } from "./json";

export type Read = { value: Json; fault: null } | { value: undefined; fault: { line: number; text: string } };

const FORM = { lineWidth: 0, flowCollectionPadding: false } as const;

export function readYaml(text: string): Read {
  const document = parseDocument(text, { prettyErrors: true });
  const [error] = document.errors;
  if (error) return { value: undefined, fault: { line: error.linePos?.[0].line ?? 1, text: error.message.split("\n")[0]! } };
  try {
    return { value: document.toJS() as Json, fault: null };
  } catch (error) {
    // Aliases that grow without end are found only when the value is made.
    return { value: undefined, fault: { line: 1, text: String(error) } };
  }
}

export function writeYaml(value: Json): string {
  return stringify(value, FORM);
}

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);
const named = (value: unknown): unknown => (value as Mapping | null)?.key;

/** The text that says `value`, with the comments and the form of `text` wherever it already said so. */
export function rewritten(text: string, value: Json): string {
  const document = parseDocument(text);
  if (document.errors.length > 0 || document.contents === null) return writeYaml(value);
  document.contents = merged(document, document.contents, value) as typeof document.contents;
  return document.toString(FORM);
}

function merged(document: Document, node: unknown, value: Json): Node {
  const now = (node as Node | null)?.toJS(document) as Json | undefined;
  if (node && same(now, value)) return node as Node;
  if (isMap(node) && typeof value === "object" && value !== null && !Array.isArray(value)) {
    for (const { key } of [...node.items]) {
      if (!(String(isScalar(key) ? key.value : key) in value)) node.delete(key);
    }
    for (const [name, each] of Object.entries(value)) {
      node.set(name, merged(document, node.get(name, true), each));
    }
    return node;
  }
  if (isSeq(node) && Array.isArray(value)) {
    const old = node.items as Node[];
    const plain = old.map((item) => item.toJS(document) as Json);
    node.items = value.map((each, index) => {
      // A list of steps is matched by their keys; other lists by what they say, then by place.
      const twin = plain.findIndex((was) => (named(each) === undefined ? same(was, each) : named(was) === named(each)));
      return merged(document, twin >= 0 ? old[twin] : old.length === value.length ? old[index] : null, each);
    });
    return node;
  }
  return document.createNode(value);
}
