package io.camelback.e2e;

/** A disk that gives other bytes than it was given; named by a route of {@link NotificationsTest}. */
public final class Rot {

    public byte[] turn(byte[] bytes) {
        byte[] turned = bytes.clone();
        turned[turned.length / 2] ^= 1;
        return turned;
    }
}
