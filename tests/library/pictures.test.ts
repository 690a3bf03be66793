import { describe, expect, it, test } from 'vitest';
import { article, libraryOf, PICTURE } from './library-folder.ts';

const withPicture = (picture: string | Uint8Array, name = 'barge.svg') =>
  libraryOf({ 'a.md': article({ lead: `{ file: ${name}, alt: A barge }` }), [`pictures/${name}`]: picture });

const svg = (inside: string, attributes = 'viewBox="0 0 40 30"') => `<svg xmlns="http://www.w3.org/2000/svg" ${attributes}>${inside}</svg>`;

const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAMAAAACCAYAAACddGYaAAAAC0lEQVR4nGNgwAQAABQAAY/9WAAAAABJRU5ErkJggg==', 'base64');
const JPEG = Buffer.from('ffd8ffe000104a46494600010100000100010000ffc0001108000500070301220002110103110100', 'hex');

describe('a picture', () => {
  it('is named by its content, and the article says its size', () => {
    const { articles, media, problems } = withPicture(PICTURE);
    expect(problems).toEqual([]);
    expect(media.map(({ key, contentType }) => [key, contentType])).toEqual([
      [expect.stringMatching(/^media\/[0-9a-f]{16}\.svg$/), 'image/svg+xml'],
    ]);
    expect(articles[0]?.lead).toEqual({ src: `/-/${media[0]?.key}`, alt: 'A barge', width: 40, height: 30 });
  });

  it('has another name when anything in it changes', () => {
    const [one, other] = [withPicture(PICTURE), withPicture(PICTURE.replace('h9', 'h8'))];
    expect(one.media[0]?.key).not.toBe(other.media[0]?.key);
  });

  it('is kept once, however often it is used', () => {
    const { media } = libraryOf({
      'a.md': article({ lead: '{ file: barge.svg, alt: A barge }' }, 'Text.\n\n![A barge](barge.svg)\n'),
      'pictures/barge.svg': PICTURE,
    });
    expect(media).toHaveLength(1);
  });

  test.each([
    ['PNG', 'barge.png', PNG, 3, 2],
    ['JPEG', 'barge.jpg', JPEG, 7, 5],
  ])('may be a %s', (_, name, bytes, width, height) => {
    const { articles, problems } = withPicture(bytes, name);
    expect(problems).toEqual([]);
    expect(articles[0]?.lead).toMatchObject({ width, height });
  });
});

describe('a drawing that could do more than be seen is refused', () => {
  test.each([
    ['a script', svg('<script>alert(1)</script>'), 'holds <script> (line 1)'],
    ['a script in other clothes', svg('<svg:script xmlns:svg="http://www.w3.org/2000/svg"/>'), 'holds <svg:script> (line 1)'],
    ['an event handler', svg('<path\nonload="alert(1)"/>'), 'holds the event handler onload (line 2)'],
    ['a style', svg('<path style="fill:red"/>'), 'holds a style attribute (line 1)'],
    ['a stylesheet', svg('<style>path{}</style>'), 'holds <style> (line 1)'],
    ['HTML', svg('<foreignObject/>'), 'holds <foreignObject> (line 1)'],
    ['a picture from elsewhere', svg('<image href="https://elsewhere.example/"/>'), 'holds <image> (line 1)'],
    ['a part from elsewhere', svg('<use href="https://elsewhere.example/#a"/>'), 'refers to `https://elsewhere.example/#a` (line 1)'],
    ['a part from elsewhere, the old way', svg('<use xlink:href="data:,x"/>'), 'refers to `data:,x` (line 1)'],
    ['a fill from elsewhere', svg('<path fill="url( https://elsewhere.example/#a )"/>'), 'refers to something outside in fill (line 1)'],
    ['a motion', svg('<animate attributeName="x"/>'), 'holds <animate> (line 1)'],
    ['a document type', `<!DOCTYPE svg [<!ENTITY a "b">]>${svg('')}`, 'has a document type (line 1)'],
    [
      'a stylesheet from elsewhere',
      `<?xml-stylesheet href="a.css"?>${svg('')}`,
      'has a processing instruction <?xml-stylesheet?> (line 1)',
    ],
    ['no size', svg('', 'width="100%" height="100%"'), 'has no size (line 1)'],
    ['another kind of document', '<html viewBox="0 0 1 1"/>', 'holds <html> (line 1)'],
  ])('%s', (_, picture, message) => {
    const { problems, media } = withPicture(picture);
    expect(problems).toHaveLength(1);
    expect(problems[0]?.split('\n', 1)[0]).toBe(`a.md:9:9: \`barge.svg\` ${message}`);
    expect(media).toEqual([]);
  });
});
