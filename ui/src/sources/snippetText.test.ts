import { expect, it } from "vitest";
import { curl, snippet } from "./snippetText";

it("loads the script from this server with the key, after the queue it fills", () => {
  const text = snippet("https://polku.example.fi", "wk_1");
  expect(text).toContain('src="https://polku.example.fi/polku.js" data-key="wk_1"');
  expect(text.indexOf("window.polku")).toBeLessThan(text.indexOf("polku.js"));
});

it("sends valid JSON with the key as the user name", () => {
  const text = curl("http://127.0.0.1:8321", "wk_1");
  expect(text).toContain("-u wk_1:");
  expect(JSON.parse(/-d '(.*)'/.exec(text)![1]!)).toHaveProperty("event", "Order Completed");
});
