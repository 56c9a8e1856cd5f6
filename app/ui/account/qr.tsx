import type { QrPath } from './qr-path.ts'

/** A QR code, black on white whatever the colours of the page: readers need the contrast. `label` says what it is for. */
export function Qr({ code, label }: { code: QrPath; label: string }) {
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${code.size} ${code.size}`}
      width="220"
      height="220"
      shapeRendering="crispEdges"
    >
      <rect width={code.size} height={code.size} fill="#fff" />
      <path d={code.path} fill="#000" />
    </svg>
  )
}
