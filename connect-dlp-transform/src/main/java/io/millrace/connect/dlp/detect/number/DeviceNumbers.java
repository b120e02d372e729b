// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.number;

import static io.millrace.connect.dlp.infotype.BuiltInInfoType.IMEI_HARDWARE_ID;
import static io.millrace.connect.dlp.infotype.BuiltInInfoType.VEHICLE_IDENTIFICATION_NUMBER;
import static io.millrace.connect.dlp.infotype.Likelihood.LIKELY;
import static io.millrace.connect.dlp.infotype.Likelihood.POSSIBLE;
import static io.millrace.connect.dlp.infotype.Likelihood.UNLIKELY;
import static io.millrace.connect.dlp.infotype.Likelihood.VERY_UNLIKELY;

import java.util.ArrayList;
import java.util.List;

/** Identifiers of phones and vehicles. */
public final class DeviceNumbers {

    private static final int[] VIN_WEIGHTS = {8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2};
    // What A-Z are worth; 0 where a VIN has no such letter
    private static final int[] VIN_VALUES = {
        1, 2, 3, 4, 5, 6, 7, 8, 0, 1, 2, 3, 4, 5, 0, 7, 0, 9, 2, 3, 4, 5, 6, 7, 8, 9
    };

    private DeviceNumbers() {}

    public static List<NumberForm> forms() {
        List<NumberForm> forms = new ArrayList<>();
        forms.add(NumberForm.of(IMEI_HARDWARE_ID, "999999999999999", POSSIBLE, DeviceNumbers::imei));
        for (String pattern : new String[] {
            "99-999999-999999-9",
            "99 999999 999999 9",
            "99/999999/999999/9",
            "999999-99-999999-9", // before 2003: a code of the type and one of the factory
            "999999 99 999999 9",
            "999999/99/999999/9",
            "99999999-999999-9",
            "99999999 999999 9"
        }) {
            forms.add(NumberForm.of(IMEI_HARDWARE_ID, pattern, LIKELY, DeviceNumbers::imei));
        }
        // without the check digit, and with the software version in its place: nothing to check
        for (String pattern : new String[] {"99-999999-999999", "99-999999-999999-99"}) {
            forms.add(NumberForm.of(IMEI_HARDWARE_ID, pattern, POSSIBLE, (d, n) -> isReported(d)));
        }
        forms.add(NumberForm.of(IMEI_HARDWARE_ID, "99999999999999", VERY_UNLIKELY, (d, n) -> isReported(d)));
        forms.add(NumberForm.of(IMEI_HARDWARE_ID, "9999999999999999", VERY_UNLIKELY, (d, n) -> isReported(d)));
        forms.add(new NumberForm(VEHICLE_IDENTIFICATION_NUMBER, "XXXXXXXXXXXXXXXXX", UNLIKELY, 2, (d, n) -> vin(d)));
        return forms;
    }

    private static boolean imei(char[] d, int n) {
        return isReported(d) && Checksums.luhn(d, n) && !Checksums.isUniform(d, n);
    }

    /** The first two digits name the body that gave the type its code. */
    private static boolean isReported(char[] d) {
        int body = (int) Checksums.number(d, 0, 2);
        return body <= 1
                || body == 10
                || body == 30
                || body == 33
                || body == 35
                || body == 44
                || body == 45
                || (body >= 49 && body <= 54)
                || body == 86
                || body == 91
                || body >= 98;
    }

    /** A check digit is law in North America and China only; without a right one a hotword must help. */
    private static int vin(char[] d) {
        int sum = 0;
        boolean letter = false;
        boolean digit = false;
        for (int i = 0; i < 17; i++) {
            boolean isDigit = d[i] <= '9';
            int value = isDigit ? d[i] - '0' : VIN_VALUES[d[i] - 'A'];
            if (!isDigit && value == 0) {
                return NumberForm.Check.NO;
            }
            letter |= !isDigit;
            digit |= isDigit;
            sum += value * VIN_WEIGHTS[i];
        }
        boolean serial = Checksums.isDigits(d, 13, 17);
        if (!letter || !digit || !serial) {
            return NumberForm.Check.NO;
        }
        int check = sum % 11;
        return d[8] == (check == 10 ? 'X' : (char) ('0' + check)) ? 2 : 0;
    }
}
