// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.load;

import com.google.api.services.bigquery.model.ErrorProto;
import io.millrace.connect.emulator.store.WarehouseException;
import java.util.ArrayList;
import java.util.List;

/** Ends a load job; the first error is its result, the others are details. No message carries a value. */
final class LoadFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<ErrorProto> errors;

    private LoadFailure(List<ErrorProto> errors) {
        super(errors.get(0).getMessage());
        this.errors = List.copyOf(errors);
    }

    List<ErrorProto> errors() {
        return errors;
    }

    /** An object that cannot be loaded. */
    static LoadFailure of(String uri, String what) {
        return new LoadFailure(List.of(error(uri, what)));
    }

    static LoadFailure of(ErrorProto error) {
        return new LoadFailure(List.of(error));
    }

    static LoadFailure notFound(String what) {
        return new LoadFailure(List.of(new ErrorProto().setReason("notFound").setMessage("Not found: " + what)));
    }

    static LoadFailure accessDenied(String uri, String permission, String bucket) {
        return new LoadFailure(List.of(new ErrorProto()
                .setReason("accessDenied")
                .setLocation(uri)
                .setMessage(
                        "Access Denied: File " + uri + ": Access Denied: no " + permission + " on bucket " + bucket)));
    }

    /** A bucket that is not where the dataset is. */
    static LoadFailure elsewhere(String source, String target) {
        return new LoadFailure(List.of(new ErrorProto()
                .setReason("invalid")
                .setMessage("Cannot read and write in different locations: source: " + source + ", destination: "
                        + target)));
    }

    static LoadFailure of(WarehouseException refused) {
        return new LoadFailure(
                List.of(new ErrorProto().setReason(refused.reason().text()).setMessage(refused.text())));
    }

    /** More bad records than the job allows. */
    static LoadFailure tooMany(List<ErrorProto> bad, long allowed) {
        String uri = bad.get(0).getLocation() == null ? "" : bad.get(0).getLocation();
        List<ErrorProto> errors = new ArrayList<>();
        errors.add(error(
                uri,
                "too many errors, giving up. Errors: " + bad.size() + "; max bad: " + allowed
                        + ". Please look into the errors[] collection for more details."));
        errors.addAll(bad.subList(0, Math.min(bad.size(), 5)));
        return new LoadFailure(errors);
    }

    /** As BigQuery puts it; the object is in the error's location and at the end of its text, if the file is one. */
    static ErrorProto error(String uri, String what) {
        String message = "Error while reading data, error message: " + what;
        return uri.isEmpty()
                ? new ErrorProto().setReason("invalid").setMessage(message)
                : new ErrorProto().setReason("invalid").setLocation(uri).setMessage(message + " File: " + uri);
    }
}
