"""Compares our XForms with those of pyxform. Usage: compare.py FOLDER

For each FOLDER/NAME.md: converts it by pyxform into NAME.pyxform.xml, converts NAME.ours.xlsx where there is one, and compares
both with NAME.ours.xml. Where Java is there, ODK Validate looks at NAME.ours.xml. Prints JSON:
{NAME: {"accepted": bool, "error": str, "differs": [str], "workbook_differs": [str], "validate": str}}.
"""

import json
import pathlib
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET

import pyxform
from pyxform.xls2xform import convert


def local(tag):
    return tag.rpartition("}")[2]


def one_blank(text):
    return " ".join((text or "").split())


def words(element):
    parts = [element.text or ""]
    for child in element:
        parts.append("{" + one_blank(child.get("value")) + "}" if local(child.tag) == "output" else "<" + local(child.tag) + ">")
        parts.append(child.tail or "")
    return one_blank("".join(parts))


def attributes(element):
    found = {local(key): one_blank(value) for key, value in element.attrib.items()}
    for key in ("readonly", "required"):
        if found.get(key) == "false()":
            del found[key]
    return dict(sorted(found.items()))


def tree(element):
    return [local(element.tag), attributes(element), one_blank(element.text), [tree(child) for child in element]]


def control(element):
    tag = local(element.tag)
    if tag in ("label", "hint"):
        return [tag, attributes(element), words(element)]
    inside = [control(child) for child in element]
    # A repeat sets its defaults in any order, and a group may or may not say that it has no label.
    inside = [one for one in inside if one != ["label", {}, ""]]
    inside.sort(key=lambda one: one[0] == "setvalue")
    return [tag, attributes(element), inside]


def parts(xml):
    root = ET.fromstring(xml)
    head, body = root[0], root[1]
    title, model = head[0], head[1]
    found = {"title": one_blank(title.text), "class": body.get("class", "")}
    instances = [e for e in model if local(e.tag) == "instance"]
    found["instance"] = tree(instances[0][0])
    for other in instances[1:]:
        found["list " + other.get("id")] = [tree(item) for item in other[0]]
    for bind in (e for e in model if local(e.tag) == "bind"):
        found["bind " + bind.get("nodeset")] = attributes(bind)
    for action in (e for e in model if local(e.tag) in ("setvalue", "setgeopoint")):
        found["action " + action.get("ref")] = attributes(action)
    for itext in (e for e in model if local(e.tag) == "itext"):
        for translation in itext:
            language = translation.get("lang")
            found["language " + language] = translation.get("default", "")
            for text in translation:
                found["text " + language + " " + text.get("id")] = [words(value) for value in text]
    found["body"] = [control(child) for child in body]
    return found


def differences(ours, theirs):
    ours, theirs = parts(ours), parts(theirs)
    keys = sorted(set(ours) | set(theirs))
    return [f"{key}: ours {ours.get(key)}, pyxform {theirs.get(key)}" for key in keys if ours.get(key) != theirs.get(key)]


def converted(path):
    return convert(str(path), pretty_print=False).xform


def validated(files):
    jar = pathlib.Path(pyxform.__file__).parent / "validators/odk_validate/bin/ODK_Validate.jar"
    if not shutil.which("java") or not jar.exists():
        return {}
    said = {}
    for file in files:
        done = subprocess.run(["java", "-jar", str(jar), str(file)], capture_output=True, text=True, timeout=120, check=False)
        said[file] = "" if done.returncode == 0 else (done.stdout + done.stderr)[:600]
    return said


def main():
    folder = pathlib.Path(sys.argv[1])
    report, to_validate = {}, []
    for source in sorted(folder.glob("*.md")):
        ours, workbook = source.with_suffix(".ours.xml"), source.with_suffix(".ours.xlsx")
        said = {"accepted": True, "error": "", "differs": [], "workbook_differs": [], "validate": ""}
        report[source.stem] = said
        try:
            theirs = converted(source)
        except Exception as error:
            said["accepted"], said["error"] = False, str(error)
            continue
        source.with_suffix(".pyxform.xml").write_text(theirs, encoding="utf-8")
        if ours.exists():
            to_validate.append(ours)
            said["differs"] = differences(ours.read_text(encoding="utf-8"), theirs)
        if workbook.exists():
            try:
                said["workbook_differs"] = differences(converted(workbook), theirs)
            except Exception as error:
                said["workbook_differs"] = [str(error)]
    for file, verdict in validated(to_validate).items():
        report[file.name.removesuffix(".ours.xml")]["validate"] = verdict
    json.dump(report, sys.stdout)


main()
