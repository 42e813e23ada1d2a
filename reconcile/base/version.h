/* SPDX-License-Identifier: MIT */
#pragma once

#define FERRY_VERSION  "0.1.0"
#define FORMAT_VERSION "1.0"
