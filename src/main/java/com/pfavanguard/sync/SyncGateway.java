package com.pfavanguard.sync;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

@SpringBootApplication
public class SyncGateway {
    public static void main(String[] args) {
        SpringApplication.run(SyncGateway.class, args);
    }
}
