import { expect, it } from "vitest";
import type { Column } from "../api/types";
import { constantOf, rolesUnder, withConstant, withRole } from "./mapping";

const column = (name: string, role: Column["role"]) => ({ name, role, samples: [], confidence: 1 });
const columns = [column("asiakas", "person"), column("pvm", "time"), column("email", "personal"), column("koko", "property")];

it("shows each column under the role the map gives it", () => {
  expect(rolesUnder({ person: "asiakas", time: "pvm", event: "=Order Completed" }, columns)).toEqual({
    asiakas: "person",
    pvm: "time",
    email: "personal",
    koko: "property",
  });
});

it("a column the map no longer names becomes a property", () => {
  expect(rolesUnder({ time: "pvm" }, columns).asiakas).toBe("property");
});

it("a role that only one column can hold moves, and leaves the old column free", () => {
  const map = withRole({ person: "asiakas", time: "pvm" }, "koko", "person");
  expect(map).toEqual({ time: "pvm", person: "koko" });
});

it("a column stands in one list at a time", () => {
  const out = withRole(withRole({ time: "pvm" }, "koko", "ignore"), "väri", "ignore");
  expect(out).toEqual({ time: "pvm", ignore: "koko|väri" });
  expect(withRole(out, "koko", "personal")).toEqual({ time: "pvm", ignore: "väri", personal: "koko" });
  expect(withRole({ ignore: "koko" }, "koko", "time")).toEqual({ time: "koko" });
});

it("what a list says goes before what was guessed", () => {
  expect(rolesUnder({ property: "email", ignore: "koko" }, columns)).toMatchObject({ email: "property", koko: "ignore" });
});

it("a column takes the place of a constant", () => {
  expect(withRole({ event: "=Order Completed" }, "koko", "event")).toEqual({ event: "koko" });
});

it("a constant comes and goes", () => {
  expect(withConstant({ time: "pvm" }, "event", "Order Completed")).toEqual({ time: "pvm", event: "=Order Completed" });
  expect(withConstant({ event: "=x" }, "event", " ")).toEqual({});
  expect([constantOf({ event: "=x" }, "event"), constantOf({ event: "col" }, "event"), constantOf({}, "event")]).toEqual([
    "x",
    null,
    "",
  ]);
});

it("a file of ad costs has roles of its own, and its other columns are left out", () => {
  const map = { kind: "spend", date: "pvm", cost: "kulu", currency: "=EUR" };
  const costs = [column("pvm", "date"), column("kulu", "cost"), column("huom", "property")];
  expect(rolesUnder(map, costs)).toEqual({ pvm: "date", kulu: "cost", huom: "ignore" });
  expect(withRole(map, "huom", "campaign")).toEqual({ ...map, campaign: "huom" });
  expect(withRole({ ...map, cost: "spend" }, "spend", "clicks").kind).toBe("spend");
});
