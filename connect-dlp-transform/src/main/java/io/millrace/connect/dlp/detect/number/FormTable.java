// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.number;

import io.millrace.connect.dlp.detect.text.GroupChain;
import io.millrace.connect.dlp.detect.text.Scan;
import io.millrace.connect.dlp.infotype.BuiltInInfoType;
import io.millrace.connect.dlp.infotype.Likelihood;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Forms by the lengths of their groups and what separates them, as a tree that a chain is followed down. */
public final class FormTable {

    private final Node root = new Node();

    /**
     * A form with what is worked out once.
     *
     * @param needsLabel whether it is worth reporting only with a hotword
     */
    record Candidate(NumberForm form, String classes, boolean needsLabel) {

        /** False when the first or last character is of another class; most text that has the shape ends here. */
        boolean fitsEnds(char first, char last) {
            return fits(classes.charAt(0), first) && fits(classes.charAt(classes.length() - 1), last);
        }

        /** True when all of the characters are of its classes. */
        boolean fits(char[] compact, int length) {
            if (classes.length() != length) {
                return false;
            }
            for (int i = 0; i < length; i++) {
                if (!fits(classes.charAt(i), compact[i])) {
                    return false;
                }
            }
            return true;
        }

        static boolean fits(char wanted, char c) {
            boolean digit = c <= '9';
            return wanted == 'X' || (wanted == '9') == digit;
        }
    }

    /** What may follow some groups, and the forms that end with them. */
    static final class Node {

        private Candidate[] ofDigits = {};
        private Candidate[] withLetters = {};
        private @Nullable Node @Nullable [] next;
        private boolean letters;
        private boolean labelled;

        /** The forms that end here, of digits only or with at least one letter. */
        Candidate[] forms(boolean digitsOnly) {
            return digitsOnly ? ofDigits : withLetters;
        }

        /** The node after one more group, or null when no form goes on like that. */
        @Nullable
        Node next(int separator, int length) {
            return next == null ? null : next[GroupChain.step(separator, length)];
        }

        /** True when a form that goes through here has a letter. */
        boolean hasLetters() {
            return letters;
        }

        /** True when a form ends here that needs a label. */
        boolean hasLabelled() {
            return labelled;
        }

        private Node grow(int separator, int length) {
            if (next == null) {
                next = new Node[GroupChain.STEPS];
            }
            int step = GroupChain.step(separator, length);
            Node grown = next[step];
            if (grown == null) {
                grown = new Node();
                next[step] = grown;
            }
            return grown;
        }
    }

    /**
     * @param floors the likelihood below which nothing is reported
     */
    public FormTable(Collection<NumberForm> forms, Map<BuiltInInfoType, Likelihood> floors) {
        for (NumberForm form : forms) {
            Likelihood floor = floors.getOrDefault(form.type(), Likelihood.VERY_LIKELY);
            boolean needsLabel = !Scan.asWholeField(form.best()).atLeast(floor);
            Candidate candidate = new Candidate(form, form.classes(), needsLabel);
            boolean letters = candidate.classes.chars().anyMatch(c -> c != '9');
            Node node = end(form.pattern(), letters);
            node.labelled |= needsLabel;
            if (candidate.classes.indexOf('A') < 0) {
                node.ofDigits = with(node.ofDigits, candidate);
            }
            if (letters) {
                node.withLetters = with(node.withLetters, candidate);
            }
        }
    }

    private static Candidate[] with(Candidate[] candidates, Candidate another) {
        Candidate[] more = Arrays.copyOf(candidates, candidates.length + 1);
        more[candidates.length] = another;
        return more;
    }

    private Node end(String pattern, boolean letters) {
        Node node = root;
        int length = 0;
        int separator = 0;
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (NumberForm.isClass(c)) {
                length++;
            } else {
                node = node.grow(separator, length);
                node.letters |= letters;
                separator = GroupChain.separator(c);
                length = 0;
            }
        }
        node = node.grow(separator, length);
        node.letters |= letters;
        return node;
    }

    /** True when the first group with a digit of some form has this length and a letter in the form. */
    boolean hasLettersIn(int length) {
        if (length > GroupChain.LONGEST_GROUP) {
            return false;
        }
        Node first = root.next(0, length);
        Node letters = root.next(0, 2); // two letters may lead
        boolean afterLetters = false;
        for (int separator = 1; letters != null && separator <= GroupChain.SEPARATORS; separator++) {
            Node second = letters.next(separator, length);
            afterLetters |= second != null && second.hasLetters();
        }
        return afterLetters || (first != null && first.hasLetters());
    }

    Node root() {
        return root;
    }
}
