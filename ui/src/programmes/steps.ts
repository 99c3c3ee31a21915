/** Words and pictures of the kinds of steps. */

import { BranchIcon, CallIcon, EndIcon, OfferIcon, SendIcon, SetIcon, SplitIcon, SurveyIcon, WaitIcon, WebhookIcon } from "../app/icons";
import type { Kind } from "./document";

export const ICONS: Record<Kind, typeof WaitIcon> = {
  wait: WaitIcon,
  branch: BranchIcon,
  split: SplitIcon,
  send: SendIcon,
  survey: SurveyIcon,
  offer: OfferIcon,
  task: CallIcon,
  set: SetIcon,
  webhook: WebhookIcon,
  end: EndIcon,
};
