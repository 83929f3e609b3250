"""Section on how the audit was done: team, dates, survey, documents read, people heard."""

from __future__ import annotations

from genderaudit.methodology.about_audit import Meetings
from genderaudit.report.document import Block, Heading, Paragraph
from genderaudit.reporting.material import Material
from genderaudit.reporting.words import own_title


def how_we_worked(material: Material) -> list[Block]:
    """Return the section; parts without data are left out."""
    language = material.language
    parts = [*_about_audit(material), *_response(material)]
    lines: list[Block] = [Paragraph(text, label=language.text("report.label", label=label)) for label, text in parts]
    if read := material.told.documents:
        titles = language.list([document.title for document in read])
        text = language.text("report.documents_read", listed=titles)
        label = language.text("report.read", number=len(read))
        lines.append(Paragraph(text, label=language.text("report.label", label=label)))
    lines += _session_changes(material)
    if not lines:
        return []
    limits = " ".join(language.text(f"report.limits.{name}") for name in _limit_names(material))
    lines.append(Paragraph(limits, label=language.text("report.label", label=language.text("report.limits.title"))))
    return [Heading(language.text("report.worked"), 2, "worked"), *lines]


def _about_audit(material: Material) -> list[tuple[str, str]]:
    language = material.language
    audit = material.told.audit
    lines: list[tuple[str, str]] = []

    def say(name: str, text: str) -> None:
        lines.append((language.text(f"report.{name}"), text))

    if audit.team:
        say("team", language.text("report.semicolon").join(audit.team))
    if audit.begins and audit.ends:
        say("dates", language.text("report.dates_of", first=audit.begins, last=audit.ends))
    if audit.units:
        say("units", language.text("report.semicolon").join(audit.units))
    if audit.invited:
        say("invited", _with_capital(audit.invited))
    for name in ("workshops", "interviews"):
        meetings = getattr(audit, name)
        if meetings:
            say(
                name,
                _with_capital(
                    language.text("report.semicolon").join(_meeting_text(meeting, material) for meeting in meetings)
                ),
            )
    if audit.validation:
        say("validation", language.text("report.validated", date=audit.validation.date,
                                        women=audit.validation.women, men=audit.validation.men))  # fmt: skip
    if audit.referral:
        say("referral", audit.referral)
    return lines


def _with_capital(text: str) -> str:
    """Return the team's words with a capital letter, for use after a label that ends in a full stop."""
    return text[:1].upper() + text[1:]


def _session_changes(material: Material) -> list[Block]:
    """Return what the validation session changed in the report."""
    language, session = material.language, material.session
    sentences = []
    if material.left_out:
        sentences.append(language.text("report.session.left_out", number=len(material.left_out)))
        reasons = {own_title(finding, material): session.of(finding.id).reason for finding in material.left_out}
        named = [
            language.text("report.session.reason", title=name, reason=reason) if reason else name
            for name, reason in reasons.items()
        ]
        sentences.append(f"{language.text('report.semicolon').join(text.rstrip('.') for text in named)}.")
    if session.ticked:
        sentences.append(language.text("report.session.ticked"))
    label = language.text("report.label", label=language.text("report.session.who"))
    return [Paragraph(" ".join(sentences), label=label)] if sentences else []


def _meeting_text(meeting: Meetings, material: Material) -> str:
    """Return a workshop or a set of interviews: the group, and the numbers of women and men."""
    form = "held" if meeting.women and meeting.men else "held_women" if meeting.women else "held_men"
    return material.language.text(f"report.{form}", group=meeting.group, women=meeting.women, men=meeting.men)


def _response(material: Material) -> list[tuple[str, str]]:
    """Return the response rates of women and men."""
    language = material.language
    rates = [rate for rate in material.of("response_rate") if rate.calculated]
    women, men = (next((rate for rate in rates if rate.group == {"sex": sex}), None) for sex in ("F", "M"))
    if women is None or men is None or women.n is None or men.n is None:
        return []
    shares = {"women_share": women.value, "men_share": men.value}
    text = language.text("report.answered", of_women=women.n, of_men=men.n, **shares)
    return [(language.text("report.survey"), text)]


def _limit_names(material: Material) -> list[str]:
    names = ["full"]
    if any(one.calculated for one in material.answers):
        whoever = material.now["staff_perception"].sampling == "whoever_came"
        names.append("whoever_came" if whoever else "survey")
    names.append("hidden")
    return names
