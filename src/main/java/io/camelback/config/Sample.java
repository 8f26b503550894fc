package io.camelback.config;

import io.camelback.failure.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How much of what is stored is read when it is verified.
 *
 * @param percent more than 0; 100 for everything
 */
public record Sample(double percent) {

    public static final Sample ALL = new Sample(100);

    private static final Pattern FORM = Pattern.compile("([0-9]{1,3}(?:\\.[0-9]{1,6})?)\\s*%");

    /** @throws Failure (usage) when it isn't a percentage of something */
    public static Sample parse(String text) {
        Matcher form = FORM.matcher(text.strip());
        double percent = form.matches() ? Double.parseDouble(form.group(1)) : 0;
        if (percent <= 0 || percent > 100) {
            throw Failure.usage("'" + text + "' is no part of what is stored").remedy("Write a percentage above 0%, up to 100%: 5%");
        }
        return new Sample(percent);
    }

    public boolean isAll() {
        return percent >= 100;
    }

    /** Some of these at random, in their order; one at least if there are any. */
    public <T> List<T> of(List<T> all, RandomGenerator random) {
        long wanted = isAll() ? all.size() : Math.min(all.size(), Math.max(1, (long) Math.ceil(all.size() * percent / 100)));
        List<T> some = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            if (random.nextDouble() * (all.size() - i) < wanted - some.size()) {
                some.add(all.get(i));
            }
        }
        return some;
    }

    /** Whether one that comes along is among the sample. */
    public boolean hits(RandomGenerator random) {
        return isAll() || random.nextDouble() * 100 < percent;
    }

    @Override
    public String toString() {
        return (percent == Math.rint(percent) ? String.valueOf((long) percent) : String.valueOf(percent)) + "%";
    }
}
