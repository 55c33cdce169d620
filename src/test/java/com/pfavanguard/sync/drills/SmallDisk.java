package com.pfavanguard.sync.drills;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A small file system of its own that a drill may fill or break. Needs root, for {@code mount}. */
final class SmallDisk implements AutoCloseable {

    private final Path image;
    private final Path mount;

    private SmallDisk(Path image, Path mount) {
        this.image = image;
        this.mount = mount;
    }

    /** In memory: fast to fill. */
    static SmallDisk inMemory(Path parent, int megabytes) throws Exception {
        Path mount = Files.createDirectory(parent.resolve("disk"));
        run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs", mount.toString());
        return new SmallDisk(parent.resolve("none"), mount);
    }

    /** An ext4 in a file, which becomes read-only at an error, as Debian's and most other systems' do. */
    static SmallDisk ext4(Path parent, int megabytes) throws Exception {
        SmallDisk disk = new SmallDisk(parent.resolve("image"), Files.createDirectory(parent.resolve("disk")));
        run("truncate", "-s", megabytes + "M", disk.image.toString());
        run("mkfs.ext4", "-q", "-F", disk.image.toString());
        disk.mount();
        return disk;
    }

    private void mount() throws Exception {
        run("mount", "-o", "loop,errors=remount-ro", image.toString(), mount.toString());
    }

    Path path() {
        return mount;
    }

    /** Writes a file that leaves only so much free; with 0 as much as fits, while others write too. */
    void fillBut(int kilobytes) throws Exception {
        long fill = Files.getFileStore(mount).getUsableSpace() / 1024 - kilobytes;
        String dd = "dd if=/dev/zero of=" + mount.resolve("fill") + " bs=1024 count=" + fill + " status=none";
        run("sh", "-c", kilobytes == 0 ? dd + " 2> /dev/null || true" : dd);
    }

    void empty() throws IOException {
        Files.delete(mount.resolve("fill"));
    }

    /** Makes the kernel find an error on it, after which nothing can be written. */
    void breakDown() throws Exception {
        run("sh", "-c", "echo drill > /sys/fs/ext4/$(basename $(findmnt -no SOURCE " + mount + "))/trigger_fs_error");
    }

    /** As an admin does after an error of the disk. */
    void repair() throws Exception {
        run("umount", mount.toString());
        // Exit code 1: errors were corrected.
        run("sh", "-c", "fsck.ext4 -fy " + image + " > " + image + ".fsck 2>&1 || [ $? -eq 1 ]");
        mount();
    }

    private static void run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) {
            throw new IllegalStateException(String.join(" ", command) + ": " + said);
        }
    }

    @Override
    public void close() throws Exception {
        run("umount", "-l", mount.toString());
    }
}
