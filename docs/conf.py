"""The site: Sphinx reads the Markdown of this folder and the notebooks. ``make docs`` builds it into docs/site.

The source folder is the repository, so that links between pages, notebooks and other Markdown are the same on the
site and where the files are read without it.
"""

from typing import Any

project = "genderaudit"
language = "en"
smartquotes = False  # --all would become –all
extensions = ["myst_nb"]
root_doc = "docs/index"
include_patterns = ["docs/*.md", "notebooks/*.ipynb", "templates/intake/*.md", "CONTRIBUTING.md", "CHANGELOG.md"]
exclude_patterns = [".*", "data", "docs/site", "outputs", "src", "tests"]
# Pages that are written in French: browsers and screen readers are told so. Names that end in .fr are French too.
FRENCH = (
    "docs/accueil",
    "docs/commandes",
    "docs/contrat-de-donnees",
    "docs/demarrer",
    "docs/diffusion",
    "docs/formation",
    "docs/glossaire",
    "docs/installer",
    "docs/methode",
    "docs/protection",
    "docs/suivi",
    "docs/synthese",
)

myst_heading_anchors = 3
myst_enable_extensions = ["deflist"]
nb_execution_mode = "off"

html_theme = "furo"
html_title = "genderaudit"
html_static_path = ["static"]
html_css_files = ["site.css"]
html_extra_path = ["index.html"]  # leads from the top of the site to its front page
html_copy_source = False
html_show_sphinx = False
html_show_copyright = False
# A page that was opened from disk may not read other pages: results of a search are titles and links.
html_show_search_summary = False


def setup(app: Any) -> None:
    """Tell pages their language."""
    app.connect("html-page-context", _say_language)


def _say_language(app: Any, page: str, template: str, context: dict[str, Any], document: Any) -> None:
    if page in FRENCH or page.endswith(".fr"):
        context["language"] = "fr"
