import type { Schema } from 'hast-util-sanitize';

/**
 * All that the text of an article may come out as. The checks before say where something else stands; this holds even if they
 * miss it.
 */
export const SCHEMA: Schema = {
  tagNames: 'p h2 h3 h4 ul ol li blockquote figure figcaption img a em strong code pre br hr'.split(' '),
  attributes: {
    a: ['href'],
    img: ['src', 'alt', 'width', 'height', ['loading', 'lazy']],
    figure: [['className', 'picture', 'quotation']],
    ol: ['start'],
    p: [],
  },
  protocols: { href: ['http', 'https', 'mailto', 'tel'], src: [] },
  strip: ['script', 'style'],
  clobber: [],
  clobberPrefix: '',
  ancestors: {},
  required: {},
  allowComments: false,
  allowDoctypes: false,
};
