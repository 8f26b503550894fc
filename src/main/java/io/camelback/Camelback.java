package io.camelback;

/** The entry point of the command {@code camelback}. */
public final class Camelback {

    private Camelback() {
    }

    public static void main(String[] args) {
        System.out.println("camelback");
    }
}
