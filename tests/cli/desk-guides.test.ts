/** The guides as the Desk shows them. */

import fc from 'fast-check';
import { type DefaultTreeAdapterTypes, parseFragment } from 'parse5';
import { describe, expect, test } from 'vitest';
import { deskGuides, guideFrom } from '../../src/cli/desk-guides.ts';

const html = (source: string) => guideFrom('ops', source, ['ops', 'deployment']).html;

describe('A guide', () => {
  test('has its title apart, and the headings that can be linked to', () => {
    const guide = guideFrom('ops', '# The `title`\n\n## One: a thing\n\n### Deeper\n\n## One: a thing\n', []);
    expect(guide.title).toBe('The title');
    expect(guide.contents).toEqual([
      { id: 'one-a-thing', text: 'One: a thing' },
      { id: 'one-a-thing-1', text: 'One: a thing' },
    ]);
    expect(guide.html).toContain('<h3 id="deeper">');
    expect(guide.html).not.toContain('title');
  });

  test('shows tables, with pipes in their code', () => {
    const table = html('| name | what |\n|---|:--|\n| `a\\|b` | **bold** |\n');
    expect(table).toContain('<th scope="col">name</th>');
    expect(table).toContain('<td><code>a|b</code></td>');
    expect(table).toContain('<td><strong>bold</strong></td>');
    expect(html('| no | table |')).toBe('<p>| no | table |</p>');
  });

  test('leads to the other guides in the Desk, and to no file of the repository', () => {
    expect(html('[d](deployment.md#keys)')).toBe('<p><a href="/-/desk/help/deployment#keys">d</a></p>');
    expect(html('[r](../../README.md) [w](https://example.org/x)')).toBe('<p><em>r</em> <a href="https://example.org/x">w</a></p>');
    expect(html('![A map](pictures/map.png)')).toBe('<figure>Picture: A map</figure>');
  });

  test('holds nothing but harmless elements, whatever is written', () => {
    const written = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom(
        '<script>x</script>',
        '[x](javascript:alert)',
        '<img src=x onerror=y>',
        '|<b onclick=x>|\n|-|\n|<i>|',
        '![x](javascript:y)',
        '## "><svg onload=z>',
      ),
    );
    fc.assert(
      fc.property(fc.array(written), parts => {
        for (const element of elementsIn(parseFragment(html(parts.join('\n\n'))))) {
          expect(['script', 'img', 'svg', 'style', 'iframe', 'b', 'i']).not.toContain(element.tagName);
          for (const { name, value } of element.attrs) {
            expect(name).toMatch(/^(href|id|start|scope|class|role|aria-label|tabindex)$/);
            if (name === 'href') expect(value).toMatch(/^(#|https?:|mailto:|\/-\/desk\/help\/)/);
          }
        }
      }),
    );
  });

  test('is there for everybody who needs one', () => {
    const guides = deskGuides();
    expect(guides.map(({ name }) => name)).toEqual(expect.arrayContaining(['ops', 'deployment']));
    for (const { title, contents } of guides) {
      expect(title).not.toBe('');
      expect(contents.length).toBeGreaterThan(2);
    }
  });
});

type Node = DefaultTreeAdapterTypes.Node;

function elementsIn(node: Node): DefaultTreeAdapterTypes.Element[] {
  const children = 'childNodes' in node ? node.childNodes : [];
  return children.flatMap(child => ('tagName' in child ? [child, ...elementsIn(child)] : []));
}
