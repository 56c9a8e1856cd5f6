/** How much, in four blocks and a word; never a number. */
export function StepSign(props: { step: 0 | 1 | 2 | 3 | 4; word: string }) {
  return (
    <span className="in-steps4">
      <svg viewBox="0 0 58 14" aria-hidden="true" className="in-flip">
        {[1, 2, 3, 4].map((block) => (
          <rect
            className={block <= props.step ? 's-on' : 's-off'}
            x={(block - 1) * 15 + 1}
            y="1"
            width="11"
            height="12"
            rx="2"
            key={block}
          />
        ))}
      </svg>
      {props.word}
    </span>
  )
}
