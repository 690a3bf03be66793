import { AsFromFields, type AsFromForm } from './as-from-form.tsx';
import { documentOf, Head, type PageContext } from './layout.tsx';

/** The local viewer: the form as a bar, and below it the page at `frameSource`, as wide as a phone or as the window. */
export function renderAsFrom(form: AsFromForm, frameSource: string, context: PageContext): string {
  const { strings, site } = context;
  return documentOf(
    <html lang={strings.language} dir={strings.direction}>
      <Head context={context} title={strings.asFrom.title}>
        <meta name="robots" content="noindex" />
      </Head>
      <body class="page-viewer">
        {/* Named, as is the main part, to tell them from those of the page in the frame. */}
        <section class="viewer-bar" aria-label={strings.asFrom.title}>
          <h1>
            <a href="/" title={strings.backToFrontPage}>
              {site.name}
            </a>{' '}
            <span>{strings.asFrom.title}</span>
          </h1>
          <AsFromFields form={form} strings={strings} />
        </section>
        <main class="viewer" aria-label={strings.asFrom.frame}>
          {/* The stylesheet widens the frame by which of these is checked: no script. */}
          <fieldset class="viewer-widths">
            <legend>{strings.asFrom.width}</legend>
            <input type="radio" name="width" id="width-desktop" value="desktop" checked />
            <label for="width-desktop">{strings.asFrom.desktop}</label>
            <input type="radio" name="width" id="width-phone" value="phone" />
            <label for="width-phone">{strings.asFrom.phone}</label>
          </fieldset>
          <iframe class="viewer-frame" src={frameSource} title={strings.asFrom.frame} />
        </main>
      </body>
    </html>,
  );
}
