import { describe, expect, it } from "vitest";
import { record, redone, undone, type History } from "./textHistory";

const start: History = { past: [], now: "a", future: [], gesture: null };

describe("history", () => {
  it("takes back and does again", () => {
    const two = record(record(start, "b", null, 0), "c", null, 1);
    expect(undone(two).now).toBe("b");
    expect(undone(undone(two)).now).toBe("a");
    expect(undone(undone(undone(two))).now).toBe("a");
    expect(redone(redone(undone(undone(two)))).now).toBe("c");
  });
  it("counts the letters of one field in a row as one step", () => {
    const typed = ["ab", "abc", "abcd"].reduce((h, text, index) => record(h, text, "subject", index * 200), start);
    expect(undone(typed).now).toBe("a");
    const other = record(typed, "x", "body", 700);
    expect(undone(other).now).toBe("abcd");
    const later = record(typed, "abcde", "subject", 10_000);
    expect(undone(later).now).toBe("abcd");
  });
  it("forgets the future at a change, and keeps a bounded past", () => {
    expect(redone(record(undone(record(start, "b", null, 0)), "c", null, 1)).now).toBe("c");
    let long = start;
    for (let i = 0; i < 500; i++) long = record(long, `t${i}`, null, i);
    expect(long.past.length).toBe(100);
    expect(record(long, long.now, null, 1000)).toBe(long);
  });
});
