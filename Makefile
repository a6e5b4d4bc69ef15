# Run `make help` for what there is. Everything is installed by the targets themselves; git, make, Node with npm and Go must be there.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c

# The npm package "node" brings the Node version that this project needs, whatever the machine has.
export PATH := $(CURDIR)/node_modules/.bin:$(PATH)

CONTAINER_TOOL ?= docker
IMG ?= coordination-engine:latest
CONTAINERFILE ?= operator/Dockerfile
# more for the image's build, for example --build-arg RUNTIME_IMAGE=...
BUILD_ARGS ?=
# small, medium or large; for deploy (config/components)
SIZE ?=
# names of config/opt-in, the powers that deploy gives besides
OPT_IN ?=
# where the engine runs
NAMESPACE ?= self-healing-platform
INSTALLER_DIR ?= dist
# embedded, kind or kubeconfig; for demo, cluster-up and cluster-down
CLUSTER ?= embedded
# how many test files run at once; each e2e one has a control plane of its own, and there are two
TEST_WORKERS ?= 2
export CLUSTER

MODULES := node_modules/.package-lock.json
CRDS := $(patsubst %,crd/%.coordination.selfheal.dev,anomalies remediationplans remediationactions remediationpolicies)
JEST := node --experimental-vm-modules --disable-warning=ExperimentalWarning node_modules/jest/bin/jest.js --maxWorkers=$(TEST_WORKERS)
GENERATED := config/grafana config/prometheus crds docs/limits.md operator/api/generated docs/reference charts
# the one of the machine, else the one that the embedded control plane brings
KUBECTL = "$$(command -v kubectl || node e2e/harness/kubectl-path.ts)"
# always that of the control plane, so that what is made does not depend on the machine
KUSTOMIZE = "$$(node e2e/harness/kubectl-path.ts)" kustomize
# of what config/ renders: the image, and the namespace, which is one word in all of it
CHOSEN = sed -e 's|image: coordination-engine:latest$$|image: $(IMG)|' -e 's|self-healing-platform|$(NAMESPACE)|g'

.DEFAULT_GOAL := help

##@ General

.PHONY: help
help: ## Show this help.
	@awk 'BEGIN {FS = ":.*## "; printf "Usage: make <target>\n"} \
	  /^##@ / {printf "\n%s\n", substr($$0, 5)} \
	  /^[a-z0-9-]+:.*## / {printf "  %-16s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# npm writes this file last, so it is a true stamp of a finished installation.
$(MODULES): package-lock.json
	@command -v npm >/dev/null || { echo "npm is missing: install Node.js with npm (https://nodejs.org), any version" >&2; exit 1; }
	npm ci
	@[ -x node_modules/.bin/node ] || { echo "npm ran no install scripts, so Node 24 is missing: npm config set ignore-scripts false, then make again" >&2; exit 1; }
	@touch $@

##@ Try it

.PHONY: demo
demo: build ## Show two incidents on a small cluster: one is repaired, one is rolled back (KEEP=1 leaves it running).
	@node e2e/demo/demo.ts

.PHONY: cluster-up
cluster-up: $(MODULES) ## Start a cluster for development and print how to use it (NODES=3, NAME=default, CLUSTER=embedded|kind|kubeconfig).
	@node e2e/harness/cluster-up.ts

.PHONY: cluster-down
cluster-down: $(MODULES) ## Stop the cluster that cluster-up started.
	@node e2e/harness/cluster-down.ts

##@ Development

.PHONY: generate
generate: $(MODULES) ## Make types, validators and the reference docs from crds/.
	npm run --silent generate

.PHONY: manifests
manifests: generate ## The same, by kubebuilder's name.

.PHONY: fmt
fmt: $(MODULES) ## Format every file.
	npm run --silent format

.PHONY: lint
lint: $(MODULES) ## Check style, size budgets, import walls and formatting.
	npm run --silent lint

.PHONY: verify
verify: generate lint ## Check that generated files are up to date, lint, types, and that the CRDs break nothing of the last release.
	@git diff --exit-code --stat -- $(GENERATED) || { echo "generated files differ from what is committed: run make generate and commit" >&2; exit 1; }
	@new=$$(git ls-files --others --exclude-standard -- $(GENERATED)); [ -z "$$new" ] || { echo "generated files are not committed: $$new" >&2; exit 1; }
	npm run --silent typecheck
	npm run --silent crd-changes

.PHONY: test
test: build ## Run every test: unit, and end to end on the embedded control plane.
	@mkdir -p .cache && rm -f .cache/test-results*.json .cache/rbac-usage.json .cache/waits.json
	node e2e/harness/counterparts.ts
	$(JEST) --selectProjects unit e2e --json --outputFile=.cache/test-results.json
	$(JEST) --selectProjects after --json --outputFile=.cache/test-results-after.json

.PHONY: test-unit
test-unit: $(MODULES) ## Run the tests that need no cluster (COVERAGE=1 writes coverage/index.html).
	$(JEST) --selectProjects unit $(if $(COVERAGE),--coverage)

.PHONY: test-e2e
test-e2e: build ## Run the tests on the embedded control plane (TESTS=pattern for some of them).
	$(JEST) --selectProjects e2e $(if $(TESTS),--testPathPatterns '$(TESTS)')

.PHONY: test-crash
test-crash: build ## Kill the operator at every write, not only at a choice of them, and print how many there were.
	CRASH_POINTS=all $(JEST) --selectProjects e2e --testPathPatterns crash

.PHONY: build
build: $(MODULES) ## Bundle the operator into dist/.
	npm run --silent build

.PHONY: run
run: build ## Run the operator here against the cluster of your KUBECONFIG.
	node --enable-source-maps dist/main.js

##@ Deployment

.PHONY: install
install: $(MODULES) ## Install the CRDs, and the namespaces that the engine works in, into the cluster of your KUBECONFIG.
	$(KUBECTL) apply -k config/crd
	$(KUBECTL) wait --for=condition=Established --timeout=60s $(CRDS)
	$(CHOSEN) config/rbac/namespaces.yaml | $(KUBECTL) apply -f -

.PHONY: uninstall
uninstall: $(MODULES) ## Remove the CRDs, and with them every object of their kinds.
	$(KUBECTL) delete -k config/crd --ignore-not-found

.PHONY: deploy
deploy: install ## Deploy the operator with image IMG, its CRDs and roles, and what SIZE and OPT_IN name.
	@mkdir -p .cache/deploy
	@{ printf 'resources:\n'; printf -- '- ../../config/%s\n' default $(OPT_IN:%=opt-in/%); \
	  $(if $(SIZE),printf 'components:\n- ../../config/components/size-%s\n' $(SIZE),true); } > .cache/deploy/kustomization.yaml
	$(KUBECTL) kustomize .cache/deploy | $(CHOSEN) | $(KUBECTL) apply -f -

# Kubernetes cleans up after a CRD later and later once that has failed, up to minutes, unless the CRD changes.
define UNTIL_GONE
for try in $$(seq 30); do \
  if $(KUBECTL) wait --for=delete --timeout=10s $(CRDS) namespace/$(NAMESPACE) 2>/dev/null; then exit 0; fi; \
  echo "waiting for what is being removed:"; \
  $(KUBECTL) get --ignore-not-found --no-headers $(CRDS) -o custom-columns='CRD:.metadata.name,WHY:.status.conditions[-1:].message'; \
  $(KUBECTL) get --ignore-not-found --no-headers namespace/$(NAMESPACE) -o custom-columns='NAMESPACE:.metadata.name,WHY:.status.conditions[?(@.status=="True")].message'; \
  for crd in $(CRDS); do $(KUBECTL) annotate --overwrite $$crd coordination.selfheal.dev/asked-again=$$try >/dev/null 2>&1 || true; done; \
done; \
echo "it is still there after 5 minutes: see what the objects of these kinds wait for (docs/tasks/kill-switch.md)" >&2; exit 1
endef

# The policy goes before its kind, since nothing can be waited for whose kind is going. An older cluster does not know the kinds of all that can
# be opted into, of which kubectl complains.
.PHONY: undeploy
undeploy: $(MODULES) ## Remove all that deploy installed, but what is not only ours.
	for opted in config/opt-in/*; do \
	  $(KUBECTL) kustomize $$opted | $(CHOSEN) | $(KUBECTL) delete -f - -l app=coordination-engine --ignore-not-found || true; \
	done
	$(KUBECTL) delete remediationpolicies --all --ignore-not-found || true
	$(KUBECTL) kustomize config/default | $(CHOSEN) | $(KUBECTL) delete -f - --ignore-not-found --wait=false
	@$(UNTIL_GONE)

.PHONY: build-installer
build-installer: $(MODULES) ## Write dist/install.yaml with image IMG, and dist/policy.yaml and dist/opt-in/*.yaml beside it.
	@rm -rf $(INSTALLER_DIR)/opt-in && mkdir -p $(INSTALLER_DIR)/opt-in
	$(KUSTOMIZE) config/installer | $(CHOSEN) > $(INSTALLER_DIR)/install.yaml
	$(KUSTOMIZE) config/policy | $(CHOSEN) > $(INSTALLER_DIR)/policy.yaml
	for opted in config/opt-in/*; do $(KUSTOMIZE) $$opted | $(CHOSEN) > $(INSTALLER_DIR)/opt-in/$${opted##*/}.yaml; done

.PHONY: docker-build
docker-build: ## Build the image IMG with CONTAINER_TOOL (docker, podman) from CONTAINERFILE (operator/Dockerfile, operator/Containerfile.ubi).
	$(CONTAINER_TOOL) build -t $(IMG) -f $(CONTAINERFILE) --build-arg VERSION=$$(node -p "require('./package.json').version") \
	  --build-arg REVISION=$$(git rev-parse HEAD) --build-arg CREATED=$$(git log -1 --format=%cI) $(BUILD_ARGS) .

.PHONY: docker-push
docker-push: ## Push the image IMG.
	$(CONTAINER_TOOL) push $(IMG)

##@ Release

.PHONY: bundle
bundle: $(MODULES) ## Write the OLM bundle for image IMG into dist/bundle.
	IMG=$(IMG) node scripts/bundle.ts

.PHONY: release
release: build-installer ## Write dist/release: manifests, chart, OLM bundle, the operator, its SBOM and SHA256SUMS; the same bytes for the same commit.
	SOURCE_COMMIT=$$(git rev-parse HEAD) node scripts/build.ts --sbom
	IMG=$(IMG) node scripts/release.ts
