/** Authors' Markdown as HTML. Students' text never passes here. */
import MarkdownIt from "markdown-it";
import { type Html, raw } from "../grader/report/html-parts.js";

const markdown = new MarkdownIt({ html: false });

export const inline = (text: string): Html => raw(markdown.renderInline(text));

export const paragraphs = (text: string): Html => raw(markdown.render(text));
