import { Textarea } from "@mantine/core";

/** What was said of a part of the agenda. */
export function NotePart({ label, value, edits, change }: { label: string; value: string; edits: boolean; change: (text: string) => void }) {
  if (!edits) {
    return value ? (
      <p className="review-note" dir="auto">
        {value}
      </p>
    ) : null;
  }
  return <Textarea label={label} value={value} maxLength={10_000} rows={2} onChange={(event) => change(event.currentTarget.value)} />;
}
