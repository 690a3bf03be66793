/** What the fields for a place and an article offer while somebody types. */

import type { ListedArticle } from '../serving.ts';
import { USUAL_PLACES } from './choice.ts';

/** The lists `places` and `articles`, for the `list` attribute of fields. */
export function Choices({ articles }: { readonly articles: readonly ListedArticle[] }) {
  return (
    <>
      <datalist id="places">
        {USUAL_PLACES.map(([code, name]) => (
          <option value={code}>{name}</option>
        ))}
      </datalist>
      <datalist id="articles">
        {articles.map(({ path, headline }) => (
          <option value={path}>{headline}</option>
        ))}
      </datalist>
    </>
  );
}
