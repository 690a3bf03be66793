/** Characters between two places at which a line may break. */
const PART = 16;

/** A text without spaces, such as a signature, that a narrow page can break; copied, it is whole. */
export function LongCode({ text }: { text: string }) {
  const parts = Array.from({ length: Math.ceil(text.length / PART) }, (_, index) => text.slice(index * PART, (index + 1) * PART));
  return (
    <code>
      {parts.map(part => (
        <>
          {part}
          <wbr />
        </>
      ))}
    </code>
  );
}
