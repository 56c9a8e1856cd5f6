/** The interface icons on a 24 grid: one outline per name, drawn with a 2 wide line in the colour of the text. */
export const ICONS = {
  check: 'M4 12.5l5.5 5.5L20 6.5',
  cross: 'M6 6l12 12M18 6L6 18',
  plus: 'M12 5v14M5 12h14',
  minus: 'M5 12h14',
  warn: 'M12 3.5L2.5 20h19zM12 10v4.5M12 17.3v.1',
  stop: 'M8 2.5h8L21.5 8v8L16 21.5H8L2.5 16V8zM8.5 8.5l7 7M15.5 8.5l-7 7',
  info: 'M2.5 12a9.5 9.5 0 1 0 19 0a9.5 9.5 0 1 0 -19 0zM12 11v6M12 7.2v.1',
  question:
    'M2.5 12a9.5 9.5 0 1 0 19 0a9.5 9.5 0 1 0 -19 0zM9 9.5c0-1.7 1.3-3 3-3s3 1.2 3 2.8c0 2.2-3 2.2-3 4.7M12 17.3v.1',
  arrow: 'M4 12h15M13 6l6 6-6 6',
  back: 'M20 12H5M11 6l-6 6 6 6',
  chevron: 'M9 5l7 7-7 7',
  down: 'M5 9l7 7 7-7',
  up: 'M5 15l7-7 7 7',
  search: 'M4 10.5a6.5 6.5 0 1 0 13 0a6.5 6.5 0 1 0 -13 0zM15.5 15.5L21 21',
  globe:
    'M2.5 12a9.5 9.5 0 1 0 19 0a9.5 9.5 0 1 0 -19 0zM2.5 12h19M12 2.5c3 3 4 6 4 9.5s-1 6.5-4 9.5c-3-3-4-6-4-9.5s1-6.5 4-9.5z',
  sound: 'M3 9.5v5h4l6 5v-15l-6 5zM17 8.5c2 2 2 5 0 7M19.5 5.5c4 4 4 9 0 13',
  lock: 'M7 10.5h10a2 2 0 0 1 2 2v6a2 2 0 0 1 -2 2h-10a2 2 0 0 1 -2 -2v-6a2 2 0 0 1 2 -2zM8 10.5V7.5a4 4 0 0 1 8 0v3',
  unlock:
    'M7 10.5h10a2 2 0 0 1 2 2v6a2 2 0 0 1 -2 2h-10a2 2 0 0 1 -2 -2v-6a2 2 0 0 1 2 -2zM8 10.5V6.5a4 4 0 0 1 7.7-1.5',
  eye: 'M2 12c3-5 6-7 10-7s7 2 10 7c-3 5-6 7-10 7s-7-2-10-7zM9 12a3 3 0 1 0 6 0a3 3 0 1 0 -6 0z',
  'eye-off': 'M2 12c3-5 6-7 10-7s7 2 10 7c-3 5-6 7-10 7s-7-2-10-7zM4 20L20 4',
  print: 'M7 8V3h10v5M7 17H3V9h18v8h-4M7 14h10v7H7z',
  share: 'M4 12v8h16v-8M12 15V3M7.5 7.5L12 3l4.5 4.5',
  phone: 'M6 3h4l2 5-3 2c1 2.5 2.5 4 5 5l2-3 5 2v4c0 1.5-1 2.5-2.5 2.5C10 20.5 3.5 14 3.5 5.5 3.5 4 4.5 3 6 3z',
  menu: 'M3 6h18M3 12h18M3 18h18',
  clock: 'M2.5 12a9.5 9.5 0 1 0 19 0a9.5 9.5 0 1 0 -19 0zM12 6.5V12l4 2.5',
  person: 'M7.5 8a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0 -9 0zM3.5 21c0-5 4-7 8.5-7s8.5 2 8.5 7',
  people: 'M5 8a4 4 0 1 0 8 0a4 4 0 1 0 -8 0zM2 20c0-4 3-6 7-6s7 2 7 6M16 4.5a4 4 0 0 1 0 7M18 14.5c2.5.7 4 2.5 4 5.5',
  filter: 'M3 5h18M6 12h12M10 19h4',
  download: 'M12 3v12M7 10.5l5 5 5-5M4 20.5h16',
  pin: 'M12 21.5C7 16 5 13 5 9.5a7 7 0 0 1 14 0c0 3.5-2 6.5-7 12zM9.5 9.5a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0 -5 0z',
  dot: '',
  ring: 'M6 12a6 6 0 1 0 12 0a6 6 0 1 0 -12 0z',
  half: 'M2.5 12a9.5 9.5 0 1 0 19 0a9.5 9.5 0 1 0 -19 0z',
  euro: 'M18.5 6.5a8 8 0 1 0 0 11M3 10.5h10M3 14h9',
  calendar: 'M5 5h14a2 2 0 0 1 2 2v12a2 2 0 0 1 -2 2h-14a2 2 0 0 1 -2 -2v-12a2 2 0 0 1 2 -2zM3 10h18M8 2.5v5M16 2.5v5',
  ear: 'M7 9a5.5 5.5 0 0 1 11 0c0 4-4 4.5-4 8.5a3.5 3.5 0 0 1-6.5 1.5M10 9.5a2.5 2.5 0 0 1 5 0c0 1.5-1.5 2-2 3',
  mouth: 'M4 4h16v12h-8l-5 4.5V16H4zM8 8.5h8M8 12h5',
  book: 'M12 6C9.5 4 6.5 4 3 4v15c3.5 0 6.5 0 9 2 2.5-2 5.5-2 9-2V4c-3.5 0-6.5 0-9 2zM12 6v15',
  pen: 'M4 20l1-5L16.5 3.5l4 4L9 19zM14 6l4 4',
  heart: 'M12 20.5C5.5 16 2.5 12.5 2.5 8.5a5 5 0 0 1 9.5-2 5 5 0 0 1 9.5 2c0 4-3 7.5-9.5 12z',
  flag: 'M6 21.5V3M6 4h12l-3 4 3 4H6',
  undo: 'M8 5L3.5 9.5 8 14M4 9.5h10a6 6 0 0 1 0 12h-3',
  home: 'M3 12l9-8 9 8M6 10v10h12V10',
  work: 'M5 7.5h14a2 2 0 0 1 2 2v8.5a2 2 0 0 1 -2 2h-14a2 2 0 0 1 -2 -2v-8.5a2 2 0 0 1 2 -2zM8.5 7V4h7v3M3 13h18',
} as const satisfies Record<string, string>

/** The names that `<Icon>` accepts. */
export type IconName = keyof typeof ICONS

/** The parts that are filled instead of drawn. */
export const ICON_FILLS: Partial<Record<IconName, string>> = {
  dot: 'M6 12a6 6 0 1 0 12 0a6 6 0 1 0 -12 0z',
  half: 'M12 2.5a9.5 9.5 0 0 1 0 19z',
}

/** The icons that point somewhere: they mirror in a right-to-left page. */
export const DIRECTED: ReadonlySet<IconName> = new Set(['arrow', 'back', 'chevron', 'undo', 'share', 'sound'])
