// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.load;

import com.google.api.client.googleapis.json.GoogleJsonError;
import com.google.api.client.googleapis.json.GoogleJsonResponseException;
import com.google.api.client.http.HttpResponseException;
import com.google.api.services.bigquery.model.ErrorProto;
import io.millrace.connect.bigquery.write.RetryReason;
import io.millrace.connect.kit.retry.Retryability;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a refused call means, by status and reason alone: messages change, and may quote data.
 *
 * @param cause status and reason, for people
 */
public record Refusal(Kind kind, String cause) {
    private static final Set<String> QUOTA_REASONS = Set.of(
            "jobRateLimitExceeded",
            "quotaExceeded",
            "rateLimitExceeded",
            "userRateLimitExceeded",
            "dailyLimitExceeded");
    private static final Set<String> MISSING_REASONS = Set.of("notFound");
    /** What is wrong with the project or the account, and with no object (…/bigquery/docs/error-messages, 2026-08). */
    private static final Set<String> DENIED_REASONS = Set.of("accessDenied", "billingNotEnabled", "blocked");
    /** What alone says that a job's objects are bad. */
    private static final Set<String> DATA_REASONS = Set.of("invalid");
    /** Of a job: somebody cancelled it, or it had too little time. */
    private static final Set<String> PASSING_REASONS = Set.of("stopped", "timeout");

    /** Of 4,000 (cloud.google.com/bigquery/quotas#partitioned_tables, 2026-11). */
    private static final String PARTITIONS = "Too many partitions produced";

    private static final String TOO_MUCH_REASON = "resourcesExceeded";

    public enum Kind {
        /** No answer came, or Google could not just then. */
        PASSING,
        /** Less was asked for. */
        QUOTA,
        /** What the call is about does not exist. */
        MISSING,
        /** It exists already, or not as the call presumes. */
        CONFLICT,
        DENIED,
        /** The token is not accepted. */
        CREDENTIALS,
        /** The call is wrong by itself. */
        INVALID,
        /** It will fail again, but what it is about is not said to be bad: there may be too much of it at once. */
        UNDONE,
        /** There is too much of it at once. */
        TOO_MUCH
    }

    public static Refusal of(IOException failed) {
        if (!(failed instanceof HttpResponseException refused)) {
            String name = failed.getClass().getSimpleName();
            return new Refusal(
                    Retryability.of(failed) == Retryability.TRANSIENT ? Kind.PASSING : Kind.CREDENTIALS, name);
        }
        int status = refused.getStatusCode();
        String reason = reason(refused);
        return new Refusal(kind(status, reason), reason == null ? "status " + status : status + " " + reason);
    }

    /**
     * Of a job that ended so: by its reason, but for a job that changes more partitions than one may, which has the reason of
     * one that is wrong.
     */
    public static Refusal ofJob(ErrorProto error) {
        if (error.getMessage() != null && error.getMessage().contains(PARTITIONS)) {
            return new Refusal(Kind.TOO_MUCH, "more partitions to change than one job may");
        }
        String reason = code(error.getReason());
        String told = reason == null ? "no reason" : reason;
        if (reason != null && DENIED_REASONS.contains(reason)) {
            return new Refusal(Kind.DENIED, told);
        }
        if (reason != null && PASSING_REASONS.contains(reason)) {
            return new Refusal(Kind.PASSING, told);
        }
        if (TOO_MUCH_REASON.equals(reason)) {
            return new Refusal(Kind.TOO_MUCH, told);
        }
        Refusal refusal = new Refusal(kind(400, reason), told);
        return reason != null && DATA_REASONS.contains(reason) ? refusal : refusal.undone();
    }

    private static Kind kind(int status, @Nullable String reason) {
        if (status == 401) {
            return Kind.CREDENTIALS;
        }
        if (status == 429 || (reason != null && QUOTA_REASONS.contains(reason))) {
            return Kind.QUOTA;
        }
        if (Retryability.ofRest(status, reason) == Retryability.TRANSIENT) {
            return Kind.PASSING;
        }
        if (status == 404 || (reason != null && MISSING_REASONS.contains(reason))) {
            return Kind.MISSING;
        }
        return switch (status) {
            case 409, 412 -> Kind.CONFLICT;
            case 403 -> Kind.DENIED;
            default -> Kind.INVALID;
        };
    }

    private static @Nullable String reason(HttpResponseException refused) {
        if (refused instanceof GoogleJsonResponseException json) {
            GoogleJsonError details = json.getDetails();
            if (details != null
                    && details.getErrors() != null
                    && !details.getErrors().isEmpty()) {
                return code(details.getErrors().get(0).getReason());
            }
        }
        return null;
    }

    /** A reason, if it looks like one: it is shown to people, and must not be somebody's text. */
    private static @Nullable String code(@Nullable String reason) {
        return reason != null && reason.matches("[A-Za-z]{1,60}") ? reason : null;
    }

    /** The same, where it is not for what the call is about that it is refused. */
    public Refusal undone() {
        return kind == Kind.INVALID ? new Refusal(Kind.UNDONE, cause) : this;
    }

    /** What people can do about it where it is in an object, to stand behind {@link #cause}; empty where that says all. */
    String advice() {
        return kind == Kind.TOO_MUCH ? "; lower load.max.rows, or partition the table by longer times" : "";
    }

    /** The same as something that passes. */
    public Refusal passed() {
        return new Refusal(Kind.PASSING, cause);
    }

    /** Whether the same call may succeed by itself, and why it is repeated; null if not. */
    public @Nullable RetryReason passing() {
        return switch (kind) {
            case PASSING -> RetryReason.UNAVAILABLE;
            case QUOTA -> RetryReason.QUOTA;
            case MISSING, CONFLICT, DENIED, CREDENTIALS, INVALID, UNDONE, TOO_MUCH -> null;
        };
    }
}
