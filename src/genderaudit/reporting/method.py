"""How the audit worked: who, when, who was asked and answered, what was read, who was heard."""

from __future__ import annotations

from genderaudit.methodology.organisation import Meetings
from genderaudit.report.document import Block, Heading, Paragraph
from genderaudit.reporting.material import Material
from genderaudit.reporting.words import own_title


def how_we_worked(material: Material) -> list[Block]:
    """The section; what was not given is not printed as a gap."""
    language = material.language
    parts = [*_audit(material), *_answers(material)]
    lines: list[Block] = [Paragraph(text, label=language.text("report.label", label=label)) for label, text in parts]
    if read := material.told.documents:
        titles = language.list([one.title for one in read])
        text = language.text("report.documents_read", listed=titles)
        label = language.text("report.read", number=len(read))
        lines.append(Paragraph(text, label=language.text("report.label", label=label)))
    lines += _session(material)
    if not lines:
        return []
    limits = " ".join(language.text(f"report.limits.{name}") for name in _limits(material))
    lines.append(Paragraph(limits, label=language.text("report.label", label=language.text("report.limits.title"))))
    return [Heading(language.text("report.worked"), 2, "worked"), *lines]


def _audit(material: Material) -> list[tuple[str, str]]:
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
        say("invited", _begun(audit.invited))
    for name in ("workshops", "interviews"):
        held = getattr(audit, name)
        if held:
            say(name, _begun(language.text("report.semicolon").join(_held(one, material) for one in held)))
    if audit.validation:
        say("validation", language.text("report.validated", date=audit.validation.date,
                                        women=audit.validation.women, men=audit.validation.men))  # fmt: skip
    if audit.referral:
        say("referral", audit.referral)
    return lines


def _begun(text: str) -> str:
    """Words of the audit team after a label, which ends in a full stop: with a capital letter."""
    return text[:1].upper() + text[1:]


def _session(material: Material) -> list[Block]:
    """What the validation session changed of the report."""
    language, session = material.language, material.session
    said = []
    if material.left_out:
        said.append(language.text("report.session.left_out", number=len(material.left_out)))
        reasons = {own_title(one, material): session.of(one.id).reason for one in material.left_out}
        named = [
            language.text("report.session.reason", title=name, reason=reason) if reason else name
            for name, reason in reasons.items()
        ]
        said.append(f"{language.text('report.semicolon').join(text.rstrip('.') for text in named)}.")
    if session.ticked:
        said.append(language.text("report.session.ticked"))
    label = language.text("report.label", label=language.text("report.session.who"))
    return [Paragraph(" ".join(said), label=label)] if said else []


def _held(one: Meetings, material: Material) -> str:
    """A workshop or interviews: with whom, how many women and men."""
    form = "held" if one.women and one.men else "held_women" if one.women else "held_men"
    return material.language.text(f"report.{form}", group=one.group, women=one.women, men=one.men)


def _answers(material: Material) -> list[tuple[str, str]]:
    """Who answered the survey, women and men."""
    language = material.language
    rates = [one for one in material.of("response_rate") if one.calculated]
    women, men = (next((one for one in rates if one.group == {"sex": sex}), None) for sex in ("F", "M"))
    if women is None or men is None or women.n is None or men.n is None:
        return []
    shares = {"women_share": women.value, "men_share": men.value}
    text = language.text("report.answered", of_women=women.n, of_men=men.n, **shares)
    return [(language.text("report.survey"), text)]


def _limits(material: Material) -> list[str]:
    names = ["full"]
    if any(one.calculated for one in material.answers):
        whoever = material.now["staff_perception"].sampling == "whoever_came"
        names.append("whoever_came" if whoever else "survey")
    names.append("hidden")
    return names
