import type { ReactNode } from "react";

/** Line icons of Polku's own, 24 × 24; always beside words or under a name. */
function icon(children: ReactNode) {
  return function Icon({ size = 20 }: { size?: number }) {
    return (
      <svg
        width={size}
        height={size}
        viewBox="0 0 24 24"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.8"
        strokeLinecap="round"
        strokeLinejoin="round"
        aria-hidden="true"
        focusable="false"
        style={{ flex: "none" }}
      >
        {children}
      </svg>
    );
  };
}

export const HomeIcon = icon(<path d="M4 11l8-7 8 7v8a1 1 0 0 1-1 1h-4v-6H9v6H5a1 1 0 0 1-1-1z" />);
export const JourneyIcon = icon(
  <>
    <circle cx="5" cy="19" r="2" />
    <circle cx="19" cy="5" r="2" />
    <path d="M7 19h7a3.5 3.5 0 0 0 0-7h-4a3.5 3.5 0 0 1 0-7h7" />
  </>,
);
export const PeopleIcon = icon(
  <>
    <circle cx="9" cy="8" r="3.2" />
    <path d="M3 20c0-3.6 2.6-6 6-6s6 2.4 6 6M16 5.2a3.2 3.2 0 0 1 0 5.8M17.5 14.4c2.2.6 3.5 2.7 3.5 5.6" />
  </>,
);
export const SourcesIcon = icon(<path d="M12 3v11m0 0l-4-4m4 4l4-4M4 16v3a2 2 0 0 0 2 2h12a2 2 0 0 0 2-2v-3" />);
export const SearchIcon = icon(
  <>
    <circle cx="11" cy="11" r="6.5" />
    <path d="M16 16l4.5 4.5" />
  </>,
);
export const SunIcon = icon(
  <>
    <circle cx="12" cy="12" r="4" />
    <path d="M12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M18.7 5.3l-1.4 1.4M6.7 17.3l-1.4 1.4" />
  </>,
);
export const MoonIcon = icon(<path d="M20 14.5A8.5 8.5 0 0 1 9.5 4 8.5 8.5 0 1 0 20 14.5z" />);
export const AutoIcon = icon(
  <>
    <circle cx="12" cy="12" r="8.5" />
    <path d="M12 3.5v17a8.5 8.5 0 0 0 0-17z" fill="currentColor" />
  </>,
);
export const HelpIcon = icon(
  <>
    <circle cx="12" cy="12" r="9" />
    <path d="M9.5 9.3a2.6 2.6 0 1 1 3.6 2.4c-.8.4-1.1.9-1.1 1.8M12 16.8v.1" />
  </>,
);
export const BreakIcon = icon(<path d="M12 3.5L2.5 20h19zM12 10v4.5M12 17.4v.1" />);
export const CheckIcon = icon(<path d="M4.5 12.5l5 5 10-11" />);
export const FileIcon = icon(<path d="M6 3h8l4 4v14H6zM14 3v4h4M12 10v7m0 0l-3-3m3 3l3-3" />);
export const MomentIcon = icon(<path d="M12 3l2.7 5.8 6.3.8-4.6 4.3 1.2 6.2L12 17l-5.6 3.1 1.2-6.2L3 9.6l6.3-.8z" />);
export const ProgrammesIcon = icon(
  <>
    <rect x="3.5" y="4" width="7" height="5" rx="1.4" />
    <rect x="13.5" y="15" width="7" height="5" rx="1.4" />
    <path d="M7 9v4.5a4 4 0 0 0 4 4h2.5" />
  </>,
);
export const TasksIcon = icon(
  <>
    <rect x="4" y="4" width="16" height="16" rx="2.5" />
    <path d="M8 12.2l2.8 2.8L16 9.4" />
  </>,
);
export const SettingsIcon = icon(<path d="M4 7h9m4 0h3M4 17h3m4 0h9M13 4.5v5M7 14.5v5" />);
export const MoreIcon = icon(<path d="M5 12v.1M12 12v.1M19 12v.1" />);
export const WaitIcon = icon(
  <>
    <circle cx="12" cy="12" r="8.5" />
    <path d="M12 7.5V12l3 2" />
  </>,
);
export const BranchIcon = icon(<path d="M12 4v5m0 0c0 5-6 4-6 11m6-11c0 5 6 4 6 11" />);
export const SplitIcon = icon(<path d="M12 4v6m0 0L6 20m6-10l6 10M9 15h6" />);
export const SendIcon = icon(<path d="M3.5 6.5h17v11h-17zM4 7l8 6.5L20 7" />);
export const SurveyIcon = icon(<path d="M4 5h16v11h-9l-4 4v-4H4zM8.5 10.5h.1M12 10.5h.1M15.5 10.5h.1" />);
export const OfferIcon = icon(<path d="M4 4h8l8 8-8 8-8-8zM8.5 8.5h.1" />);
export const CallIcon = icon(<path d="M6 3.5h3l1.6 4.2-2 1.5a12 12 0 0 0 6.2 6.2l1.5-2 4.2 1.6v3a2 2 0 0 1-2.2 2A16.5 16.5 0 0 1 4 5.7a2 2 0 0 1 2-2.2z" />);
export const SetIcon = icon(<path d="M4 20l1-4L16 5l3 3L8 19zM14 7l3 3" />);
export const WebhookIcon = icon(<path d="M9 7L4 12l5 5M15 7l5 5-5 5" />);
export const EndIcon = icon(<path d="M6 21V4m0 0h11l-2.5 4L17 12H6" />);
export const MetricsIcon = icon(<path d="M4 20h16M7 16v-4M12 16V5M17 16V9" />);
export const PlusIcon = icon(<path d="M12 5v14M5 12h14" />);
export const UpIcon = icon(<path d="M12 19V5m0 0l-6 6m6-6l6 6" />);
export const DownIcon = icon(<path d="M12 5v14m0 0l-6-6m6 6l6-6" />);
export const ContentIcon = icon(<path d="M5 3.5h10l4 4V20.5H5zM14.5 3.5V8H19M8.5 12.5h7M8.5 16h5" />);
export const ImproveIcon = icon(<path d="M4 19l5.5-6 4 3.5L20 8m0 0h-5m5 0v5" />);
export const CommentIcon = icon(<path d="M5 5h14a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1h-7l-4 4v-4H5a1 1 0 0 1-1-1V6a1 1 0 0 1 1-1z" />);
export const BellIcon = icon(<path d="M6 16v-5a6 6 0 0 1 12 0v5l1.5 2h-15zM10 21h4" />);
