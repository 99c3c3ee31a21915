import type { Tongue } from "../draft/localText";
import type { Starts } from "./leaf";

/** Words of new blocks, in the language of the message: they go to the customer, not to the screen. */
export const STARTS: Record<Tongue, Starts & { instead: string; link: string }> = {
  fi: { heading: "Otsikko", text: "Kirjoita tähän.", button: "Lue lisää oppaasta", offer: "Avaa tarjous", unsubscribe: "Peru viestit", instead: "hei", link: "linkin teksti" },
  en: { heading: "Heading", text: "Write here.", button: "Read the guide", offer: "Open the offer", unsubscribe: "Unsubscribe", instead: "hello", link: "link text" },
};
