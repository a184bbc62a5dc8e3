use super::*;
use crate::generated::a_form;
use proptest::prelude::*;

fn codes(text: &str) -> Vec<String> {
    read("a.xml", text).1.into_iter().map(|p| format!("{}: {}", p.code, p.value)).collect()
}

/// An XForm by hand, with what the form tools write and we do not.
fn by_hand(model: &str, body: &str) -> String {
    format!(
        "<h:html xmlns=\"http://www.w3.org/2002/xforms\" xmlns:h=\"http://www.w3.org/1999/xhtml\" xmlns:jr=\"http://openrosa.org/javarosa\">\
         <h:head><h:title>T</h:title><model><instance><d id=\"f\"><a/><b/><meta><instanceID/></meta></d></instance>{model}</model></h:head>\
         <h:body>{body}</h:body></h:html>"
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn a_form_comes_back_from_its_xform(form in a_form()) {
        let (again, problems) = read("f.xml", &write(&form));
        prop_assert!(!problems.iter().any(|p| p.code == "form_part_not_kept"), "{problems:?}");
        prop_assert_eq!(again, Some(form));
    }

    #[test]
    fn no_text_makes_the_reader_panic(text in "(<(html|h:head|head|model|instance|data|bind|body|group|repeat|input|select1|itext|a)( (nodeset|ref|id|calculate|type|jr:count)=\"(/data/a|\\.\\./a|b|\\$\\{a\\})\")?/?>|</(html|h:head|head|model|data|body|a)>|x|&amp;){0,40}") {
        let _ = read("f.xml", &text);
        let _ = read("f.xml", &by_hand(&text, &text));
    }
}

#[test]
fn choices_that_stand_under_their_question_become_a_list() {
    let body = "<select1 ref=\"/d/a\"><label>A</label><item><label>Yes</label><value>y</value></item></select1>\
                <input ref=\"/d/b\"><label>B of <output value=\"/d/a\"/></label></input>";
    let (form, problems) =
        read("f.xml", &by_hand("<bind nodeset=\"/d/b\" type=\"int\" relevant=\"/d/a = 'y'\"/>", body));
    let form = form.unwrap();
    assert!(problems.is_empty(), "{problems:?}");
    assert_eq!(form.choices["a"].choices[0].label[""], "Yes");
    let crate::Item::Question(b) = &form.items[1] else { panic!("a question") };
    assert_eq!(
        (b.logic.relevant.as_str(), b.label[""].as_str(), &b.kind),
        ("${a} = 'y'", "B of ${a}", &crate::Kind::Integer)
    );
}

#[test]
fn what_is_not_kept_is_said_with_how_often() {
    let body = "<group appearance=\"field-list\"><input ref=\"/d/a\"><label>A</label></input></group>\
                <input ref=\"/d/b\"><label>B</label><setvalue ref=\"/d/a\" event=\"xforms-value-changed\"/></input>";
    let model = "<instance id=\"x\" src=\"jr://file/x.xml\"/><bind nodeset=\"/d/a\" type=\"string\" saveIncomplete=\"true()\"/>";
    let said = codes(&by_hand(model, body));
    let expected = [
        "form_part_not_kept: a group of the screen alone, 1 times",
        "form_part_not_kept: data from another file, 1 times",
        "form_part_not_kept: saveIncomplete of a bind, 1 times",
        "form_part_not_kept: setvalue when an answer changes, 1 times",
    ];
    assert_eq!(said, expected);
}

#[test]
fn what_is_no_xform_is_refused() {
    for text in ["", "<a/>", "<html><head><model/></head></html>", "<!DOCTYPE html><html/>", "{}"] {
        let (form, problems) = read("a.xml", text);
        assert!(form.is_none() && problems[0].code == "form_xml_unreadable", "{text}: {problems:?}");
    }
    let deep = format!("{}{}", "<g>".repeat(60), "</g>".repeat(60));
    assert_eq!(read("a.xml", &by_hand("", "").replace("<a/>", &deep)).1[0].code, "form_too_deep");
}
