/** JupyterLab's defaults for this course; a student's own settings still win. */
export const labSettings = {
  "@jupyterlab/docmanager-extension:plugin": {
    // Seconds. What is graded is the saved file, so it should be what she sees.
    autosaveInterval: 5,
    renameUntitledFileOnSave: false,
  },
  "@jupyterlab/apputils-extension:notification": { fetchNews: "false", checkForUpdates: false },
  // It would offer packages of others, and ask for their list over the network.
  "@jupyterlab/extensionmanager-extension:plugin": { enabled: false },
  // Reports name the line in the cell.
  "@jupyterlab/notebook-extension:tracker": { codeCellConfig: { lineNumbers: true, lineWrap: false } },
} as const;

/** The page would ask whether JupyterLab needs a build. It never does, and the answer costs an error in the terminal. */
export const pageSettings = { buildAvailable: false, buildCheck: false } as const;
