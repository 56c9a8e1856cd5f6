import type { Sector } from '#db/values/reference.ts'
import type { PictogramName } from './icon.tsx'

/** The pictogram of each sector: one hand with the tool of the work. */
export const SECTOR_PICTOGRAM: Record<Sector, PictogramName> = {
  care: 'care',
  childcare: 'childcare',
  construction: 'construction',
  installation: 'installation',
  metal: 'metal',
  logistics: 'warehouse',
  transport: 'transport',
  cleaning: 'cleaning',
  hospitality: 'kitchen',
  bakery: 'bakery',
  green: 'garden',
  retail: 'shop',
  ict: 'it',
  textile: 'sewing',
  hairdressing: 'hairdresser',
  office: 'it',
}
