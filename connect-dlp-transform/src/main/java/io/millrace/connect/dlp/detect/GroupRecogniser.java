// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect;

import java.util.Collection;
import java.util.List;

/** Reads a chain of groups at its first digit and matches it with every form whose shape it has. */
final class GroupRecogniser implements Recogniser {

    private final FormTable forms;
    private final List<GroupReader> readers;
    private final GroupChain chain = new GroupChain();
    private final char[] compact = new char[GroupChain.LONGEST_GROUP * GroupChain.MOST_GROUPS];

    /** Looks at one group of a chain for what no fixed form describes. */
    @FunctionalInterface
    interface GroupReader {
        void read(Scan scan, GroupChain chain, int group);
    }

    GroupRecogniser(Collection<NumberForm> forms, List<GroupReader> readers) {
        this.forms = new FormTable(forms);
        this.readers = List.copyOf(readers);
    }

    @Override
    public int at(Scan scan, int position) {
        chain.read(scan, position);
        boolean matched = false;
        int size = chain.size();
        for (int group = 0; group < size; group++) {
            matched |= matchFrom(scan, group);
        }
        for (int group = chain.first(); group < size; group++) {
            for (int i = 0; i < readers.size(); i++) {
                readers.get(i).read(scan, chain, group);
            }
        }
        boolean decimal = size == 2 && chain.separator(1) == GroupChain.separator('.');
        if (!matched
                && !decimal
                && size > 1
                && size <= GroupChain.MOST_GROUPS
                && scan.isWhole(chain.start(0), chain.end(size - 1))) {
            matchUngrouped(scan);
        }
        return Math.max(chain.end(), position + 1);
    }

    private boolean matchFrom(Scan scan, int group) {
        boolean matched = false;
        long key = 0;
        int last = Math.min(chain.size(), group + GroupChain.MOST_GROUPS);
        for (int i = group; i < last; i++) {
            int length = chain.length(i);
            if (length > GroupChain.LONGEST_GROUP) {
                break;
            }
            key = GroupChain.key(key, i == group ? 0 : chain.separator(i), length);
            FormTable.Entry entry = forms.get(key);
            if (entry != null) {
                matched |= match(scan, entry.forms(), group, i, false);
            }
        }
        return matched;
    }

    /** A field that is one identifier and nothing else is known by its characters, though less surely. */
    private void matchUngrouped(Scan scan) {
        int total = 0;
        for (int i = 0; i < chain.size(); i++) {
            total += chain.length(i);
        }
        FormTable.Entry entry = total > GroupChain.LONGEST_GROUP ? null : forms.get(GroupChain.key(0, 0, total));
        if (entry != null) {
            match(scan, entry.forms(), 0, chain.size() - 1, true);
        }
    }

    private boolean match(Scan scan, List<FormTable.Candidate> candidates, int from, int to, boolean whole) {
        int start = chain.start(from);
        int end = chain.end(to);
        int boundary = whole ? -1 : Boundary.steps(scan, start, end);
        if (boundary == NumberForm.Check.NO) {
            return false;
        }
        boolean matched = false;
        int length = compact(scan, from, to);
        int lower = hasLower(scan, start, end) ? -1 : 0;
        for (int i = 0; i < candidates.size(); i++) {
            FormTable.Candidate candidate = candidates.get(i);
            if (!fits(candidate.classes(), length)) {
                continue;
            }
            NumberForm form = candidate.form();
            int steps = form.check().steps(compact, length);
            if (steps != NumberForm.Check.NO) {
                matched = true;
                scan.report(form.type(), form.base().plus(steps + boundary + lower), start, end);
            }
        }
        return matched;
    }

    private int compact(Scan scan, int from, int to) {
        char[] chars = scan.chars();
        int length = 0;
        for (int group = from; group <= to; group++) {
            for (int i = chain.start(group); i < chain.end(group); i++) {
                compact[length++] = Chars.upper(chars[i]);
            }
        }
        return length;
    }

    private static boolean hasLower(Scan scan, int start, int end) {
        char[] chars = scan.chars();
        for (int i = start; i < end; i++) {
            if (Chars.isLower(chars[i])) {
                return true;
            }
        }
        return false;
    }

    private boolean fits(String classes, int length) {
        if (classes.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            char wanted = classes.charAt(i);
            boolean digit = compact[i] <= '9';
            if (wanted == '9' ? !digit : wanted == 'A' && digit) {
                return false;
            }
        }
        return true;
    }
}
