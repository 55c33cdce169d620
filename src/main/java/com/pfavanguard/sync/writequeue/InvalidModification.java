package com.pfavanguard.sync.writequeue;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.pfavanguard.sync.pems.PfaFault;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All faults of one modification of a request.
 *
 * @param index its position in the request, from 0
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record InvalidModification(
        int index,
        @Nullable String modificationId,
        @Nullable String pfaId,
        List<PfaFault> errors) {}
