// jscat takes this from a git repository, for its MLE only; the benchmark runs its EAP.
exports.minimize_Powell = () => {
  throw new Error("only jscat's EAP is run here");
};
