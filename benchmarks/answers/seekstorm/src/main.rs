//! SeekStorm over a pipe: a line of JSON in, a line of JSON out. See ../engines/seekstorm.py, which starts it.
//!
//!     {"create": [schema fields]}   {"load": "file.jsonl"}   {"commit": true}   {"open": true}   {"search": {…}}

use std::collections::HashSet;
use std::error::Error;
use std::io::{BufRead, Write};
use std::path::PathBuf;

use seekstorm::commit::Commit;
use seekstorm::highlighter::{Highlight, highlighter};
use seekstorm::index::{
    AccessType, Clustering, Document, DocumentCompression, FileType, FrequentwordType, IndexArc, IndexDocument,
    IndexMetaObject, LexicalSimilarity, NgramSet, StemmerType, StopwordType, TokenizerType, create_index, open_index,
};
use seekstorm::search::{FacetFilter, QueryFacet, QueryRewriting, QueryType, ResultType, Search, SearchMode};
use seekstorm::vector::Inference;
use serde_json::{Value, json};

type Failure = Box<dyn Error + Send + Sync>;

/// Fields of which a hit shows a passage, and its bytes.
const SNIPPETS: [&str; 2] = ["content", "reply"];
const SNIPPET_BYTES: usize = 330;

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let directory = PathBuf::from(std::env::args().nth(1).ok_or("which directory?")?);
    let mut index: Option<IndexArc> = None;
    for line in std::io::stdin().lock().lines() {
        let asked: Value = serde_json::from_str(&line?)?;
        let answered = if let Some(schema) = asked.get("create") {
            std::fs::create_dir_all(&directory)?;
            let schema = serde_json::from_value(schema.clone())?;
            index = Some(create_index(&directory, meta(), &schema, &Vec::new(), true, None).await?);
            json!(true)
        } else if asked.get("open").is_some() {
            index = Some(open_index(&directory).await?);
            json!(true)
        } else {
            let opened = index.as_ref().ok_or("no index is open")?;
            if let Some(file) = asked["load"].as_str() {
                load(opened, file).await?
            } else if asked.get("commit").is_some() {
                opened.commit().await;
                json!(true)
            } else {
                search(opened, &asked["search"]).await?
            }
        };
        let mut out = std::io::stdout().lock();
        writeln!(out, "{answered}")?;
        out.flush()?;
    }
    Ok(())
}

fn meta() -> IndexMetaObject {
    IndexMetaObject {
        id: 0,
        name: "answers".into(),
        lexical_similarity: LexicalSimilarity::Bm25f,
        tokenizer: TokenizerType::UnicodeAlphanumericZH,
        stemmer: StemmerType::None,
        stop_words: StopwordType::None,
        frequent_words: FrequentwordType::None,
        ngram_indexing: NgramSet::SingleTerm as u8,
        document_compression: DocumentCompression::Snappy,
        access_type: AccessType::Mmap,
        spelling_correction: None,
        query_completion: None,
        clustering: Clustering::None,
        inference: Inference::None,
        segment_number_bits: 11,
    }
}

async fn load(index: &IndexArc, file: &str) -> Result<Value, Failure> {
    let mut count = 0;
    for line in std::fs::read_to_string(file)?.lines() {
        let document: Document = serde_json::from_str(line)?;
        index.index_document(document, FileType::None).await;
        count += 1;
    }
    Ok(json!(count))
}

async fn search(index: &IndexArc, asked: &Value) -> Result<Value, Failure> {
    let length = asked["values"].as_u64().unwrap_or(20) as u16;
    let facets = texts(&asked["facets"])
        .into_iter()
        .map(|field| QueryFacet::StringSet32 { field, prefix: String::new(), length: length.into() })
        .collect();
    let filters = asked["filters"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|each| FacetFilter::StringSet32 {
            field: each[0].as_str().unwrap_or_default().to_string(),
            filter: texts(&each[1]),
        })
        .collect();
    let how = match (asked["phrase"] == true, asked["any"] == true) {
        (true, _) => QueryType::Phrase,
        (_, true) => QueryType::Union,
        _ => QueryType::Intersection,
    };
    let shown = asked["shown"].as_u64().unwrap_or(10) as usize;
    let query = asked["query"].as_str().unwrap_or_default().to_string();
    let found = index
        .search(
            query,
            None,
            how,
            SearchMode::Lexical,
            false,
            0,
            shown.max(1),
            ResultType::TopkCount,
            false,
            Vec::new(),
            facets,
            filters,
            Vec::new(),
            QueryRewriting::SearchOnly,
        )
        .await;
    let marked = Some(highlighter(index, highlights(), found.query_terms.clone()).await);
    let wanted: HashSet<String> = ["_key", "title"].map(String::from).into();
    let opened = index.read().await;
    let mut hits = Vec::new();
    for result in found.results.iter().take(shown) {
        let document = opened.get_document(result.doc_id, false, &marked, &wanted, &Vec::new()).await?;
        hits.push(json!({
            "id": document.get("_key"),
            "title": document.get("title"),
            "snippets": SNIPPETS.map(|name| document.get(&format!("{name}_snippet"))),
        }));
    }
    Ok(json!({"total": found.result_count_total, "hits": hits, "facets": found.facets}))
}

fn highlights() -> Vec<Highlight> {
    SNIPPETS
        .iter()
        .map(|name| Highlight {
            field: name.to_string(),
            name: format!("{name}_snippet"),
            fragment_number: 1,
            fragment_size: SNIPPET_BYTES,
            highlight_markup: true,
            ..Default::default()
        })
        .collect()
}

fn texts(list: &Value) -> Vec<String> {
    list.as_array().into_iter().flatten().filter_map(|each| each.as_str().map(String::from)).collect()
}
