"""YAML as people write it: plain, and every fault with file and line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from genderaudit.foundations.errors import AuditError
from genderaudit.foundations.limits import LARGEST_SETTINGS
from genderaudit.foundations.yamlfile import Record, load, load_model


class Body(Record):
    name: str
    seats: int = 1


class Bodies(Record):
    bodies: list[Body]


def written(folder: Path, text: str | bytes) -> Path:
    path = folder / "some.yml"
    path.write_bytes(text.encode("utf-8") if isinstance(text, str) else text)
    return path


class TestValues:
    """What is text and what is not."""

    @pytest.mark.parametrize(
        "word", ["no", "yes", "NO", "on", "off", "oui", "y", "1e3", "2025-06-30", "0x1F", "1_000", "12:30"]
    )
    def test_stays_text(self, tmp_path, word):
        assert load(written(tmp_path, f"a: {word}"))[0] == {"a": word}

    @pytest.mark.parametrize(
        ("word", "value"),
        [
            ("true", True),
            ("false", False),
            ("null", None),
            ("~", None),
            ("", None),
            ("3", 3),
            ("-0.5", -0.5),
            ('"3"', "3"),
        ],
    )
    def test_is_a_value(self, tmp_path, word, value):
        data = load(written(tmp_path, f"a: {word}"))[0]
        assert data == {"a": value}
        assert type(data["a"]) is type(value)

    def test_keys_are_names_even_if_they_look_like_numbers(self, tmp_path):
        assert load(written(tmp_path, "2025: a\ntrue: b"))[0] == {"2025": "a", "true": "b"}

    def test_byte_order_mark_is_no_part_of_the_first_key(self, tmp_path):
        assert load(written(tmp_path, b"\xef\xbb\xbfa: 1"))[0] == {"a": 1}

    def test_empty_file_holds_nothing(self, tmp_path):
        assert load(written(tmp_path, "# only a comment\n"))[0] is None

    def test_lines_of_places_are_known(self, tmp_path):
        _, lines = load(written(tmp_path, "a: 1\nb:\n  - c: 2\n  - c: 3\n"))
        assert lines["b", 1, "c"] == 4


class TestRefused:
    """What a settings file may not hold."""

    @pytest.mark.parametrize(
        ("text", "line", "fault"),
        [
            ("a: 1\nb: &x 2", 2, "& and *"),
            ("a: &x {c: 1}\nb: *x", 1, "& and *"),
            ("a: 1\n\nb: !!python/object/apply:os.system [ls]", 3, "! at the beginning"),
            ("a: !!str 3", 1, "! at the beginning"),
            ("a: 1\nb: 2\na: 3", 3, "the key a stands twice"),
            ("b:\n  a: 1\n  'a': 3", 3, "the key a stands twice"),
            ("a: 1\n b: 2", 2, "begins in the wrong place"),
            ("a: [1, 2", 1, "a bracket is opened here"),
            ("a: " + "[" * 30 + "]" * 30, 1, "nested too deeply"),
        ],
    )
    def test_with_file_and_line(self, tmp_path, text, line, fault):
        with pytest.raises(AuditError, match=rf"^some\.yml, line {line}: .*{re.escape(fault)}"):
            load(written(tmp_path, text))

    @pytest.mark.parametrize("mark", ["'", '"'])
    @pytest.mark.parametrize("closed", ["# or “{0}other{0}” here", "# else {0}", "kind: {0}ngo{0}", "# not closed"])
    def test_quotation_mark_that_is_forgotten_is_shown_where_it_stands(self, tmp_path, mark, closed):
        text = f"# list\nname: {mark}Mutuelle\n\n# comment\nkind: mutual\n{closed.format(mark)}\nlast: 1\n"
        with pytest.raises(AuditError, match=r"^some\.yml, line 2: name: a quotation mark is opened here[^\n]*$"):
            load(written(tmp_path, text))

    def test_text_over_several_lines_in_quotation_marks_is_whole(self, tmp_path):
        assert load(written(tmp_path, 'a: "One\n  and two"\nb: 1'))[0] == {"a": "One and two", "b": 1}

    def test_text_that_is_not_utf_8(self, tmp_path):
        with pytest.raises(AuditError, match=r"some\.yml is not UTF-8"):
            load(written(tmp_path, "a: é".encode("cp1252")))

    def test_file_that_is_too_large(self, tmp_path):
        with pytest.raises(AuditError, match=r"some\.yml is larger than 2 MB"):
            load(written(tmp_path, b"#" * (LARGEST_SETTINGS + 1)))

    def test_characters_that_yaml_does_not_allow(self, tmp_path):
        with pytest.raises(AuditError, match=r"some\.yml: there are invisible characters"):
            load(written(tmp_path, b"a: \x01"))

    def test_file_that_is_not_there(self, tmp_path):
        with pytest.raises(AuditError, match=r"some\.yml is missing"):
            load(tmp_path / "some.yml")


class TestModels:
    """Faults against a model: all at once, each with its line, without the value."""

    def test_every_fault_is_named_with_its_line(self, tmp_path):
        path = written(
            tmp_path, "bodies:\n  - name: Board\n    seats: many\n  - seats: 3\n  - name: Council\n    chairs: 1\n"
        )
        with pytest.raises(AuditError) as raised:
            load_model(path, Bodies)
        faults = str(raised.value).splitlines()
        assert [re.match(r"some\.yml, line (\d+): (\S+):", fault).groups() for fault in faults] == [
            ("3", "bodies.0.seats"),
            ("4", "bodies.1.name"),
            ("6", "bodies.2.chairs"),
        ]

    def test_value_is_not_repeated_in_the_error(self, tmp_path):
        with pytest.raises(AuditError) as raised:
            load_model(written(tmp_path, "bodies:\n  - name: Board\n    seats: Canary Example\n"), Bodies)
        assert "Canary" not in str(raised.value)

    def test_models_do_not_change(self, tmp_path):
        bodies = load_model(written(tmp_path, "bodies: [{name: Board}]"), Bodies)
        with pytest.raises(ValueError, match="frozen"):
            bodies.bodies[0].seats = 2
