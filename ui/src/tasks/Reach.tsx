import { useQuery } from "@tanstack/react-query";
import { person } from "../api/queries";

/** The person's number and address, to be touched on a phone; no number when calls are refused. */
export function Reach({ id, noCalls }: { id: string; noCalls: boolean }) {
  const found = useQuery(person(id)).data;
  const said = (name: string) => (typeof found?.traits[name] === "string" ? (found.traits[name] as string) : undefined);
  const phone = noCalls ? undefined : said("phone");
  const email = said("email") ?? found?.identities.find(({ value }) => /^\S+@\S+\.\S+$/.test(value))?.value;
  if (!phone && !email) return null;
  return (
    <p className="row" style={{ overflowWrap: "anywhere" }}>
      {phone && <a href={`tel:${phone.replace(/[^+\d]/g, "")}`}>{phone}</a>}
      {email && <a href={`mailto:${email}`}>{email}</a>}
    </p>
  );
}
